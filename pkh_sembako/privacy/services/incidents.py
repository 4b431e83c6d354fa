"""The register of incidents: found, contained, computed, told, closed; each act is a line that stays (Pasal 46)."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django_fsm import can_proceed

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import people
from pkh_sembako.audit.logs import mask
from pkh_sembako.deadlines.models import Deadline, DeadlineState, Rung
from pkh_sembako.deadlines.services import clock
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.worktime import Unit
from pkh_sembako.privacy.enums import IncidentAct, IncidentState
from pkh_sembako.privacy.models import Incident, IncidentEntry, IncidentScope
from pkh_sembako.privacy.queries import affected

JOB = "privacy.affected"
GROUP = "Insiden data pribadi"
LIMIT_NAME = "Batas 3x24 jam UU PDP"
# Only who leads is told: the rungs between climb over people whom it may be about.
RUNGS = (Rung.NEAR.value, Rung.PASSED.value, Rung.PLUS_7.value)


@dataclass(frozen=True)
class Found:
    """What is known when it is found; `user` is whose account it is about."""

    found_at: datetime
    starts: datetime
    ends: datetime
    what: str
    how: str
    user: User | None = None


@transaction.atomic
def record(found: Found, *, by: User) -> Incident:
    """Give it the next number of the year and start the clock of 3 x 24 hours."""
    if found.user and found.user.pk == by.pk:
        raise DomainError("Insiden tentang akun Anda sendiri dicatat oleh orang lain.")
    if found.found_at > timezone.now():
        raise DomainError("Saat ditemukan tidak boleh sesudah sekarang.")
    if not found.starts < found.ends or found.starts > found.found_at:
        raise DomainError("Kejadian harus mulai sebelum berakhir, dan sebelum ditemukan.")
    year = timezone.localtime(found.found_at).year
    made = Incident(
        year=year, number=_next_number(year), found_at=found.found_at, starts=found.starts, ends=found.ends,
        what=mask(found.what.strip()), how=mask(found.how.strip()), user=found.user, by=by,
    )  # fmt: skip
    with guards_in_words():
        made.save(force_insert=True)
        tell(made, IncidentAct.FOUND, by=by, before="")
    clock.open(
        made.clock_subject,
        title=f"{made.code}: pemberitahuan",
        group=GROUP,
        url=made.get_absolute_url(),
        roles=("sekretaris", "kadis"),
        unit=Unit.HARI,
        amount=3,
        started_at=made.found_at,
        outer_due=made.due,
        outer_name=LIMIT_NAME,
        rungs=RUNGS,
        by=by,
    )
    return made


@transaction.atomic
def compute(incident: Incident, question: affected.Question, *, by: User) -> IncidentScope:
    """Who is affected by this question; kept with its counts and the fingerprint of the list."""
    if question.user and question.user.pk == by.pk:
        raise DomainError("Jejak akun Anda sendiri dihitung oleh orang lain.")
    if not question.starts < question.ends:
        raise DomainError("Waktu mulai harus sebelum waktu akhir.")
    current = _locked(incident)
    found = affected.answer(question)
    last = current.scopes.aggregate(last=Max("number"))["last"] or 0
    made = IncidentScope.objects.create(
        incident=current,
        number=last + 1,
        user=question.user,
        starts=question.starts,
        ends=question.ends,
        address=question.address,
        with_reach=question.with_reach,
        persons=len(found.persons),
        families=found.families,
        summary=found.summary(),
        list_hash=found.fingerprint,
        by=by,
    )
    words = f"Perhitungan {made.number}: {thousands(made.persons)} orang dari {thousands(made.families)} keluarga"
    tell(current, IncidentAct.COMPUTED, by=by, note=words)
    return made


def question_of(scope: IncidentScope) -> affected.Question:
    return affected.Question(scope.starts, scope.ends, scope.user, scope.address, scope.with_reach)


@transaction.atomic
def order_list(scope: IncidentScope, *, by: User) -> Download:
    """The list of persons as a workbook, in the download centre."""
    incident = _locked(scope.incident)
    title = f"Orang terdampak {incident.code}, perhitungan {scope.number}"
    made = downloads.ask(JOB, {"scope": scope.pk}, title=title, purpose=f"Penanganan insiden {incident.code}", by=by)
    tell(incident, IncidentAct.EXPORTED, by=by, note=f"Perhitungan {scope.number}")
    return made


@transaction.atomic
def note(incident: Incident, *, text: str, by: User) -> IncidentEntry:
    if not text.strip():
        raise DomainError("Tulis tindakan apa yang dilakukan.")
    return tell(_locked(incident), IncidentAct.NOTE, by=by, note=text)


@transaction.atomic
def end_sessions(incident: Incident, *, by: User) -> int:
    """Log the account out everywhere; how many sessions ended."""
    current = _locked(incident)
    user = _account(current)
    ended = _sessions_of(user)
    Session.objects.filter(session_key__in=ended).delete()
    tell(current, IncidentAct.SESSIONS, by=by, note=f"{user}: {len(ended)} sesi")
    return len(ended)


@transaction.atomic
def deactivate(incident: Incident, *, by: User) -> None:
    """Close the account at once and end its sessions. Families are handed over afterwards: the leak cannot wait."""
    current = _locked(incident)
    user = _account(current)
    if not user.is_active:
        raise DomainError(f"Akun {user} sudah nonaktif.")
    people.deactivate(user, by=by)
    Session.objects.filter(session_key__in=_sessions_of(user)).delete()
    tell(current, IncidentAct.DEACTIVATED, by=by, note=str(user))


@transaction.atomic
def notify(incident: Incident, *, text: str, by: User) -> Incident:
    """Subjects and lembaga were told; `text` says to whom, when and by which letters. The clock ends."""
    if not text.strip():
        raise DomainError("Tulis kepada siapa dan dengan surat apa pemberitahuan disampaikan.")
    return _move(incident, IncidentAct.NOTIFY, by=by, text=text)


@transaction.atomic
def close(incident: Incident, *, text: str, by: User) -> Incident:
    """Nothing is left to do; without a notice the text says why none was due."""
    if not text.strip():
        raise DomainError("Tulis hasil penanganannya. Bila tidak ada pemberitahuan, tulis mengapa tidak perlu.")
    return _move(incident, IncidentAct.CLOSE, by=by, text=text)


@transaction.atomic
def reopen(incident: Incident, *, text: str, by: User) -> Incident:
    if not text.strip():
        raise DomainError("Tulis apa yang baru diketahui.")
    return _move(incident, IncidentAct.REOPEN, by=by, text=text)


def tell(incident: Incident, act: str, *, by: User, note: str = "", before: str | None = None) -> IncidentEntry:
    """A line of the register; in the caller's transaction, with the incident locked."""
    last = incident.entries.aggregate(last=Max("number"))["last"] or 0
    source = incident.state if before is None else before
    with guards_in_words():
        return IncidentEntry.objects.create(
            incident=incident, number=last + 1, act=act, from_state=source, to_state=incident.state,
            note=mask(note.strip()), by=by,
        )  # fmt: skip


def _move(incident: Incident, verb: str, *, by: User, text: str) -> Incident:
    current = _locked(incident)
    if not can_proceed(getattr(current, verb)):
        raise DomainError(f"{current.code} sudah berstatus “{current.get_state_display()}”. Muat ulang halaman.")
    before = current.state
    getattr(current, verb)()
    with guards_in_words():
        current.save(update_fields=["state"])
        tell(current, verb, by=by, note=text, before=before)
    if current.state != IncidentState.OPEN:
        for deadline in Deadline.objects.filter(subject=current.clock_subject).exclude(state=DeadlineState.CLOSED):
            clock.close(deadline, by=by)
    return current


def _account(incident: Incident) -> User:
    if incident.user is None:
        raise DomainError("Insiden ini tidak menyebut akun pengguna.")
    return incident.user


def _sessions_of(user: User) -> list[str]:
    """Keys of the user's sessions. They are opaque rows; an office has some hundred."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values_list("session_key", "session_data")
    return [key for key, data in alive if store.decode(data).get(SESSION_KEY) == str(user.pk)]


def _locked(incident: Incident) -> Incident:
    return Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)


def _next_number(year: int) -> int:
    """The year's next number; whoever asks at the same moment waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('incident'), %s)", [year])
    return (Incident.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1
