"""Importing the district's own poverty data."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.lib.errors import DomainError
from programs.importing import poverty
from programs.importing.poverty import PovertyReading
from programs.importing.sniff import kind_of
from programs.models import PovertyList

CONTENT_TYPES = {"xlsx": XLSX, "csv": "text/csv"}
MOST_TOLD = 1_000  # refusals kept with the list


@transaction.atomic
def import_list(upload: UploadedFile, *, name: str, year: int, in_force_from: date, by: User) -> PovertyList:
    """Keep a list and its rows; DomainError for a file that cannot be read or has no good row."""
    name = " ".join(name.split())[:120]
    if not name:
        raise DomainError("Isi nama daftar.")
    if not upload.size:
        raise DomainError("Berkas ini kosong. Pilih berkas yang berisi data.")
    kind = kind_of(upload.read(4096))
    content_type = CONTENT_TYPES.get(kind, "application/octet-stream")  # the reader refuses what is neither
    stored = files.keep(upload, name=upload.name or "daftar", content_type=content_type, by=by)
    try:
        reading = _read(stored)
    except Exception:
        stored.file.delete(save=False)
        raise
    made = PovertyList.objects.create(
        name=name,
        year=year,
        in_force_from=in_force_from,
        stored=stored,
        rows_read=reading.seen,
        refused=[finding._asdict() for finding in reading.refused[:MOST_TOLD]],
        by=by,
    )
    statement = "COPY programs_povertyrow (list_id, row, nik, no_kk, name) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in reading.lines:
            copy.write_row((made.pk, *line))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE programs_povertyrow")
    return made


def _read(stored: StoredFile) -> PovertyReading:
    reading = poverty.read(stored.file.path, name=stored.name)
    if not reading.lines:
        raise DomainError(
            f"Tidak ada baris yang dapat dipakai. Baris {reading.refused[0].row}: {reading.refused[0].message}"
        )
    return reading
