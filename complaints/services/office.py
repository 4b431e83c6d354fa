"""What the office sets for its complaints: ready texts, and limits from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints.enums import Subject
from complaints.models import ComplaintTerms, ReplyTemplate
from complaints.queries.texts import unknown
from complaints.services.first_texts import TEXTS
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError, guards_in_words


@transaction.atomic
def save_text(
    ready: ReplyTemplate | None, *, title: str, subject: str, text: str, active: bool, by: User
) -> ReplyTemplate:
    """A new ready text (`ready` None) or a changed one; answers already given keep their words."""
    _check(by)
    if strange := unknown(text):
        raise DomainError(f"Naskah memuat yang tidak dikenal: {', '.join(strange)}.")
    if subject and subject not in Subject.values:
        raise DomainError("Pilih perihal dari daftar.")
    kept = ready or ReplyTemplate()
    kept.title, kept.subject, kept.text, kept.active = title.strip(), subject, text.strip(), active
    kept.by, kept.at = by, timezone.now()
    with guards_in_words("Naskah dengan judul ini sudah ada. Pakai judul lain."):
        kept.save()
    return kept


@transaction.atomic
def set_terms(*, since: date, basis: str, days: Mapping[str, int], by: User) -> ComplaintTerms:
    """New limits from a day on. Clocks that run already keep theirs; never changed afterwards (trigger)."""
    _check(by)
    if since < timezone.localdate():
        raise DomainError("Batas waktu baru berlaku paling cepat hari ini.")
    if not basis.strip():
        raise DomainError("Tulis dasar batas waktu yang baru.")
    with guards_in_words("Sudah ada batas waktu yang berlaku sejak tanggal itu."):
        return ComplaintTerms.objects.create(since=since, basis=basis.strip(), by=by, **days)


def load_texts() -> int:
    """The first set of ready texts, for an office that has none; how many were added."""
    if ReplyTemplate.objects.exists():
        return 0
    return len(ReplyTemplate.objects.bulk_create(ReplyTemplate(**facts) for facts in TEXTS))


def _check(by: Any) -> None:
    if not by.may(Permission.MANAGE_SERVICE):
        raise DomainError("Hanya petugas pengaduan yang mengatur ini.")
