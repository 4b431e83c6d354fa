"""Batas Kemensos of a cycle or a step: recorded with its evidence, carried to the clocks that run."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.services import outer
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services import files
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import calendar
from sop.enums import CLOSED_STEPS, OPEN_CYCLES
from sop.models import Assignment, Cycle, Event, KemensosLimit, StepRun

LIMIT_VERB = "kemensos_limit"


@transaction.atomic
def record(
    cycle: Cycle,
    *,
    due: datetime | None,
    by: User,
    step_run: StepRun | None = None,
    letter: IncomingLetter | None = None,
    upload: UploadedFile | None = None,
    note: str = "",
) -> KemensosLimit:
    """Set or move the limit (with a letter of the agenda or a file as evidence), or take it away (with a reason)."""
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=cycle.pk)
    note = note.strip()
    _check(cycle, step_run, due, letter, upload, note)
    stored = files.store(upload, by=by) if upload else None
    made = KemensosLimit.objects.create(
        cycle=cycle, step_run=step_run, due=due, letter=letter, file=stored, note=note, by=by
    )
    _tell_the_clocks(cycle, [step_run] if step_run else list(cycle.steps.select_related("step")), by)
    Event.objects.create(cycle=cycle, step_run=step_run, verb=LIMIT_VERB, by=by, note=in_words(made)[:400])
    return made


def in_words(limit: KemensosLimit) -> str:
    """Like "Sampai 3 Desember 2026 pukul 16.00 WIB. Agenda 12/2026: Kementerian Sosial, S-12." """
    when = f"Sampai {tanggal_jam(limit.due, calendar().zone)}" if limit.due else "Batas dicabut"
    source = str(limit.letter) if limit.letter else (f"Berkas {limit.file}" if limit.file else "")
    return ". ".join(part.rstrip(".") for part in (when, source, limit.note) if part) + "."


def in_force(cycle: Cycle) -> dict[int | None, KemensosLimit]:
    """The limits of a cycle: {step run's id, None for the whole cycle: limit}. One query."""
    newest = KemensosLimit.objects.filter(cycle=cycle).in_force().select_related("letter", "file", "by")
    return {limit.step_run_id: limit for limit in newest if limit.due}


def earliest(limits: dict[int | None, KemensosLimit], run_id: int) -> datetime | None:
    """What counts for a step: its own limit or that of the cycle, whichever is earlier."""
    found = (limits[key].due for key in (run_id, None) if key in limits)
    return min((due for due in found if due), default=None)


def _check(
    cycle: Cycle,
    step_run: StepRun | None,
    due: datetime | None,
    letter: IncomingLetter | None,
    upload: UploadedFile | None,
    note: str,
) -> None:
    if cycle.state not in OPEN_CYCLES:
        raise DomainError(f"Siklus {cycle} sudah berakhir; batas Kemensos tidak dapat diubah lagi.")
    if step_run and step_run.state in CLOSED_STEPS:
        raise DomainError("Langkah ini sudah selesai; batas Kemensos tidak dapat diubah lagi.")
    now = in_force(cycle).get(step_run.pk if step_run else None)
    if due is None and now is None:
        raise DomainError("Belum ada batas Kemensos yang dapat dicabut. Isi tanggal dan jamnya.")
    if due is None and not note:
        raise DomainError("Tulis alasan mencabut batas Kemensos.")
    if due and now and due == now.due:
        raise DomainError(f"Batas itu sudah tercatat: {in_words(now)}")
    if due and not (letter or upload):
        raise DomainError("Pilih surat dari buku agenda atau unggah pesan yang menyebut batas ini.")


def _tell_the_clocks(cycle: Cycle, runs: Iterable[StepRun], by: User) -> None:
    """Steps under way and the kecamatan's shares of them; a step that begins later asks for itself (flow)."""
    limits, runs = in_force(cycle), list(runs)
    subjects = {run.subject: earliest(limits, run.pk) for run in runs}
    for share in Assignment.objects.filter(step_run__in=runs).exclude(state__in=CLOSED_STEPS):
        subjects[share.subject] = earliest(limits, share.step_run_id)
    outer.set_limits(subjects, by=by)
