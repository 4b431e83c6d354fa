"""Importing the district's own poverty data: stored at once, read in the background."""

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from programs.importing import poverty
from programs.importing.guard import check_file
from programs.importing.poverty import Line, PovertyReading
from programs.importing.sniff import kind_of
from programs.models import PovertyList
from programs.services.bnba.state import Say, silent
from programs.services.bnba.uploads import TYPES

JOB = "poverty.read"
MOST_TOLD = 1_000  # refusals kept with the list
SAVING = "Menyimpan baris"
BATCH = 20_000


@transaction.atomic
def order(upload: UploadedFile, *, name: str, year: int, in_force_from: date, by: User) -> PovertyList:
    """Keep the file and order its reading; DomainError for what cannot be a list at all."""
    name = " ".join(name.split())[:120]
    if not name:
        raise DomainError("Isi nama daftar.")
    if not upload.size:
        raise DomainError("Berkas ini kosong. Pilih berkas yang berisi data.")
    content_type = TYPES.get(kind_of(upload.read(4096)), "application/octet-stream")
    stored = files.keep(upload, name=upload.name or "daftar", content_type=content_type, by=by)
    try:
        check_file(Path(stored.file.path))
    except Exception:
        stored.file.storage.delete(str(stored.file.name))
        raise
    made = PovertyList.objects.create(name=name, year=year, in_force_from=in_force_from, stored=stored, by=by)
    jobs.enqueue(JOB, {"list": made.pk}, by=by, key=str(made.pk))
    return made


def latest_job(which: PovertyList) -> Job | None:
    return Job.objects.filter(kind=JOB, key=str(which.pk)).order_by("-created_at").first()


@transaction.atomic
def read(which: PovertyList, *, say: Say = silent) -> PovertyList:
    """From the stored file to its rows. Done a second time it changes nothing; DomainError without one good row."""
    which = PovertyList.objects.select_for_update(of=("self",)).select_related("stored").get(pk=which.pk)
    if which.read_at is not None:
        return which
    reading = poverty.read(
        which.stored.file.path, name=which.stored.name, progress=lambda done, about: say("Membaca berkas", done, about)
    )
    _refuse_without_rows(reading)
    _write(which, reading.lines, say)
    which.rows_read, which.read_at = reading.seen, timezone.now()
    which.refused = [finding._asdict() for finding in reading.refused[:MOST_TOLD]]
    which.save()
    return which


def refuse(which: PovertyList, sentence: str) -> None:
    """Remember why nothing of it could be read."""
    PovertyList.objects.filter(pk=which.pk, read_at__isnull=True).update(refusal=sentence[:600])


def _refuse_without_rows(reading: PovertyReading) -> None:
    if not reading.lines:
        first = reading.refused[0]
        raise DomainError(f"Tidak ada baris yang dapat dipakai. Baris {first.row}: {first.message}")


def _write(which: PovertyList, lines: list[Line], say: Say) -> None:
    for first in range(0, len(lines), BATCH):
        say(SAVING, first, len(lines))
        statement = "COPY programs_povertyrow (list_id, row, nik, no_kk, name) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for line in lines[first : first + BATCH]:
                copy.write_row((which.pk, *line))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE programs_povertyrow")
