""" "Sudah diinput di SIKS-NG": said by whoever typed it there, taken back by the same person on the same day."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from programs.models import SiksAct, SiksChange
from programs.models.siksng import SiksVerdict


@transaction.atomic
def enter(changes: Iterable[SiksChange], *, by: User, note: str = "") -> tuple[int, int]:
    """Tick all of them with one statement. Returns (ticked, already ticked by somebody else meanwhile)."""
    asked = [change.pk for change in changes]
    if not asked:
        raise DomainError("Pilih paling sedikit satu perubahan.")
    found = SiksChange.objects.select_for_update().filter(pk__in=asked, is_open=True).order_by("pk")
    now, words = timezone.now(), " ".join(note.split())[:200]
    made = SiksAct.objects.bulk_create(
        SiksAct(change_id=pk, verdict=SiksVerdict.ENTERED, by=by, at=now, note=words)
        for pk in found.values_list("pk", flat=True)
    )
    return len(made), len(set(asked)) - len(made)


@transaction.atomic
def undo(change: SiksChange, *, by: User) -> SiksAct:
    """Open again what was ticked by mistake; DomainError when it is not this person's tick, or not of today."""
    change = SiksChange.objects.select_for_update().get(pk=change.pk)
    last = change.acts.order_by("-id").first()
    if change.is_open or last is None or last.verdict == SiksVerdict.REPLACED:
        raise DomainError("Perubahan ini tidak sedang bertanda sudah diinput.")
    if last.by_id != by.pk:
        raise DomainError("Tanda hanya dapat dibatalkan oleh orang yang memberikannya.")
    if timezone.localdate(last.at) != timezone.localdate():
        raise DomainError("Tanda hanya dapat dibatalkan pada hari yang sama.")
    try:
        with transaction.atomic():
            return SiksAct.objects.create(change=change, verdict=SiksVerdict.UNDONE, by=by)
    except IntegrityError as error:
        raise DomainError(
            "Nilai ini sudah diubah lagi; yang harus diinput adalah perubahan yang lebih baru."
        ) from error
