"""Notes of a superior on work under way, and their answers (supervisi atasan langsung).

The ladder is that of the roles. A note concerns whoever is at work on the target below the writer: who leads it; where
the writer does so, the pendamping of the kecamatan; of a step that fans out, its pemeriksa.
"""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.people import Directory, is_local
from pkh_sembako.deadlines.services import bell, extensions
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from sop.enums import CycleState
from sop.models import Assignment, SupervisionAnswer, SupervisionNote, Target
from sop.models.runs import posted_kecamatan
from sop.services.actors import stand_in_role
from sop.services.news import CHECKERS

BESIDE_THE_LADDER = 3  # as an officer of the Dinas (roles.ladder_above)


def concerned(target: Target, *, writer: User) -> list[str]:
    """Role codes that a note of the writer would concern; empty = the writer stands above nobody here."""
    if not _is_on_the_ladder(writer) or not _reaches(writer, target):
        return []
    rank = extensions.rank(writer)
    for roles in _circles(target):
        if below := [role for role in roles if _rank(role) < rank]:
            return below
    return []


def _circles(target: Target) -> list[Sequence[str]]:
    """Who is at work, the nearest first."""
    step = target.step
    helpers = [role for activity in step.activities for role in CHECKERS.get(activity, ())]
    if step.fans_out and not target.kecamatan:
        return [[step.checker] if step.checker else [], step.roles]
    place = target.kecamatan_id if target.kecamatan else None
    leads = step.roles if Directory().holders(step.roles, place) else [stand_in_role(target)]
    return [leads, helpers]


def _rank(role: str) -> int:
    return ROLES[role].rank or BESIDE_THE_LADDER


def _is_on_the_ladder(user: User) -> bool:
    return any(role.rank is not None for role in user.roles)


def _reaches(user: User, target: Target) -> bool:
    return user.sees_kabupaten or (target.kecamatan is not None and target.kecamatan_id in posted_kecamatan(user))


@transaction.atomic
def write(target: Target, *, text: str, by: User, answer_by: date | None = None) -> SupervisionNote:
    """Keep a note and ring for whom it concerns; DomainError for who stands above nobody here."""
    roles = concerned(target, writer=by)
    if not roles:
        raise DomainError("Catatan supervisi ditulis oleh atasan yang mengerjakan langkah ini.")
    if target.cycle.state == CycleState.PREPARED:
        raise DomainError("Siklus ini belum berjalan.")
    text = text.strip()
    if not text:
        raise DomainError("Tulis catatannya.")
    if answer_by is not None and answer_by < timezone.localdate():
        raise DomainError("Tanggal tindak lanjut tidak boleh sebelum hari ini.")
    share = target if isinstance(target, Assignment) else None
    note = SupervisionNote.objects.create(
        step_run=target.step_run, assignment=share, text=text[:1000], answer_by=answer_by, roles=roles, by=by
    )
    until = f" Tindak lanjut paling lambat {tanggal(answer_by)}." if answer_by else ""
    _ring(note, f"Catatan supervisi {by}, {_what(target)}: “{note.text}”{until}")
    return note


@transaction.atomic
def answer(note: SupervisionNote, *, text: str, by: User) -> SupervisionAnswer:
    """Say what was done; once, by one whom the note concerns. The writer hears of it."""
    if not SupervisionNote.objects.addressed_to(by).filter(pk=note.pk).exists():
        raise DomainError("Catatan ini dijawab oleh yang mengerjakan langkahnya.")
    text = text.strip()
    if not text:
        raise DomainError("Tulis jawabannya.")
    try:
        with transaction.atomic():
            made = SupervisionAnswer.objects.create(note=note, text=text[:1000], by=by)
    except IntegrityError as error:
        raise DomainError("Catatan ini sudah dijawab.") from error
    words = f"{by} menjawab catatan supervisi Anda, {_what(note.target)}: “{made.text}”"
    bell.tell([note.by], text=_short(words), url=note.target.get_absolute_url(), tone="positif")
    return made


def _ring(note: SupervisionNote, text: str) -> None:
    place = note.assignment.kecamatan_id if note.assignment else None
    people = {
        person.pk for role in note.roles for person in Directory().holders([role], place if is_local(role) else None)
    }
    users = User.objects.filter(pk__in=people - {note.by_id})
    bell.tell(users, text=_short(text), url=note.target.get_absolute_url(), tone="peringatan", by_mail=True)


def _what(target: Target) -> str:
    place = f", Kec. {target.kecamatan}" if target.kecamatan else ""
    return f"langkah {target.step.no} {target.cycle}{place}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


LONGEST = 280  # characters of a message in the bell
