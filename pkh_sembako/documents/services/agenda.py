"""Letters into the buku agenda: numbered as they are recorded, corrected with their history kept."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services import files
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError


@transaction.atomic
def record(letter: IncomingLetter, *, by: User, upload: UploadedFile | None = None) -> IncomingLetter:
    """Give a letter that came in the next number of the year in which it was received."""
    _check(letter)
    letter.year, letter.by = letter.received_on.year, by
    letter.number = _next(letter.year)
    letter.file = files.store(upload, by=by) if upload else None
    authored(letter, by=by)
    letter.save(force_insert=True)
    return letter


@transaction.atomic
def correct(letter: IncomingLetter, *, by: User, upload: UploadedFile | None = None) -> IncomingLetter:
    """Keep changed words, a disposition or a scan; the number stays, so the year of receipt does too."""
    _check(letter)
    if letter.received_on.year != letter.year:
        raise DomainError(f"Surat ini bernomor agenda tahun {letter.year}; tanggal terimanya harus tahun itu.")
    if upload:
        letter.file = files.store(upload, by=by)
    authored(letter, by=by)
    letter.save()
    return letter


def _check(letter: IncomingLetter) -> None:
    if letter.received_on > timezone.localdate():
        raise DomainError("Tanggal terima tidak boleh sesudah hari ini.")
    if letter.letter_date and letter.letter_date > letter.received_on:
        raise DomainError(f"Tanggal surat tidak boleh sesudah diterima, {tanggal(letter.received_on)}.")


def _next(year: int) -> int:
    """Whoever records at this moment goes first; the lock is held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agenda'), %s)", [year])
    return (IncomingLetter.objects.filter(year=year).aggregate(Max("number"))["number__max"] or 0) + 1


def changes(letter: IncomingLetter) -> list[dict[str, Any]]:
    """Who recorded and corrected it, newest first, for the kit's `riwayat.html`. Two queries."""
    rows = list(letter.history.select_related("history_user").order_by("-history_date", "-history_id")[:50])
    told = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        changed = _differences(row, before) if before else []
        told.append(
            {
                "when": row.history_date,
                "who": row.history_user or "Sistem",
                "what": "Dicatat" if before is None else "Diperbaiki",
                "tone": "proses",
                "changes": changed,
            }
        )
    return told


WORDS = {
    "received_on": "Diterima",
    "sender": "Pengirim",
    "letter_number": "Nomor surat",
    "letter_date": "Tanggal surat",
    "subject": "Perihal",
    "channel": "Saluran",
    "file_id": "Berkas",
    "disposition": "Disposisi",
}


def _differences(row: Any, before: Any) -> list[dict[str, Any]]:
    return [
        {"label": label, "before": _said(before, name), "after": _said(row, name)}
        for name, label in WORDS.items()
        if getattr(row, name) != getattr(before, name)
    ]


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "file_id":
        return "ada" if value else "–"
    if name == "channel":
        return row.get_channel_display()
    return tanggal(value) if hasattr(value, "year") else value or "–"
