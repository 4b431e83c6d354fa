"""What shows that the work was done: ticks of the checklist, files, notes. Kept for good, given while work is open."""

from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from sop.enums import OPEN_STEPS, StepState
from sop.models import Assignment, Evidence, StepRun, Target, Tick
from sop.services.actors import Standing

NOTE_LENGTH = 1000


@transaction.atomic
def add(target: Target, *, by: User, note: str = "", upload: UploadedFile | None = None) -> Evidence:
    """Keep a file (PDF, JPEG, PNG, XLSX by its content), a note, or a file with a note."""
    _check(target, by)
    note = note.strip()
    if not note and upload is None:
        raise DomainError("Unggah berkas atau tulis catatan.")
    if len(note) > NOTE_LENGTH:
        raise DomainError(f"Catatan paling panjang {NOTE_LENGTH} huruf. Yang ditulis {len(note)} huruf.")
    stored = files.store(upload, by=by) if upload is not None else None
    return Evidence.objects.create(**_owner(target), file=stored, note=note, by=by)


@transaction.atomic
def tick(target: Target, items: Collection[int], *, by: User) -> int:
    """Make exactly these items of the checklist ticked; who ticked an item first stays named. How many changed."""
    _check(target, by)
    wanted = set(items)
    if not wanted <= set(range(len(target.step.checklist))):
        raise DomainError("Kelengkapan yang dicentang tidak ada di daftar. Muat ulang halaman.")
    owner = _owner(target)
    ticks = Tick.objects.filter(**owner)
    removed, _ = ticks.exclude(item__in=wanted).delete()
    new = wanted - set(ticks.values_list("item", flat=True))
    Tick.objects.bulk_create([Tick(**owner, item=item, by=by) for item in sorted(new)], ignore_conflicts=True)
    return removed + len(new)


def tick_all(target: Target, *, by: User) -> int:
    return tick(target, range(len(target.step.checklist)), by=by)


def _owner(target: Target) -> dict[str, StepRun | Assignment | None]:
    return {"step_run": target.step_run, "assignment": target if isinstance(target, Assignment) else None}


def _check(target: Target, by: User) -> None:
    standing = Standing(by)
    if not (standing.works_on(target) or standing.checks(target)):
        raise DomainError("Bukti diisi oleh yang mengerjakan atau memeriksa langkah ini.")
    if not target.cycle.is_running or target.state not in (*OPEN_STEPS, StepState.PAUSED):
        raise DomainError("Langkah ini tidak sedang berjalan, jadi buktinya tidak dapat ditambah atau diubah.")
