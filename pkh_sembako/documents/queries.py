"""Reads of the documents' pages."""

from typing import Any

from django.db.models import Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.enums import LetterState
from pkh_sembako.documents.models import (
    CODE_ALPHABET,
    Document,
    Download,
    IncomingLetter,
    Letter,
    RegisterNumber,
    new_code,
)

CODE_LENGTH = len(new_code())


def listed(user: User, filters: dict[str, Any]) -> QuerySet[Document]:
    """Documents for the list; `filters` as `DocumentFilter` cleans them."""
    condition = Q()
    if kind := filters.get("jenis"):
        condition &= Q(kind=kind)
    if state := filters.get("status"):
        condition &= Q(state=state)
    if year := filters.get("tahun"):
        condition &= Q(dated__year=year)
    if number := filters.get("nomor"):
        condition &= Q(number__icontains=number)
    return Document.objects.visible_to(user).filter(condition)


def by_code(typed: str) -> Document | None:
    """The document of a verification code, typed in any case, with spaces or dashes. At most one query."""
    code = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_ALPHABET):
        return None
    return Document.objects.filter(code=code).first()


def own_downloads(user: User) -> QuerySet[Download]:
    """One's orders with their job and file, the newest first."""
    return Download.objects.visible_to(user).select_related("job", "file")


def gaps(year: int) -> list[tuple[int, int]]:
    """Runs of numbers below the highest one of the year that were never drawn: (first, last). One query."""
    numbers = RegisterNumber.objects.filter(year=year).order_by("number").values_list("number", flat=True)
    found, expected = [], 1
    for number in numbers:
        if number > expected:
            found.append((expected, number - 1))
        expected = number + 1
    return found


def carried(numbers: list[RegisterNumber]) -> dict[str, Document]:
    """Which of these numbers stands on which document, by the number as written."""
    written = [number.written for number in numbers]
    return {document.number: document for document in Document.objects.filter(number__in=written)}


def letters(user: User, filters: dict[str, Any]) -> QuerySet[IncomingLetter]:
    """Incoming letters for the list; `filters` as `LetterFilter` cleans them. Every word must be found somewhere."""
    condition = Q()
    for word in filters.get("cari", "").split():
        condition &= Q(sender__icontains=word) | Q(letter_number__icontains=word) | Q(subject__icontains=word)
    if channel := filters.get("saluran"):
        condition &= Q(channel=channel)
    if year := filters.get("tahun"):
        condition &= Q(year=year)
    return IncomingLetter.objects.visible_to(user).filter(condition)


def letter_events(letter: Letter) -> list[dict[str, Any]]:
    """The letter's history as events of `komponen/riwayat.html`, newest first. Two queries."""
    rows = letter.history.select_related("history_user").order_by("-history_date", "-history_id")
    tones = {
        LetterState.APPROVED: "positif",
        LetterState.ISSUED: "positif",
        LetterState.SUBMITTED: "proses",
        LetterState.CANCELLED: "negatif",
    }
    return [
        {
            "when": row.history_date,
            "who": str(row.history_user or ""),
            "what": row.history_change_reason or ("Konsep disusun" if row.history_type == "+" else "Diubah"),
            "note": row.returned_reason if row.state == LetterState.DRAFT else row.cancelled_reason,
            "tone": tones.get(LetterState(row.state), "netral"),
        }
        for row in rows
    ]
