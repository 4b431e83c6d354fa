"""A complaint is about a family, a card, a kroscek, a step: found by who works on it, told in its course."""

from typing import Any
from uuid import UUID

from django.db import transaction

from complaints.models import Complaint
from complaints.services import door
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from programs.models import Household, Kks, RoundEntry
from programs.services import loket
from sop.models import StepRun


@transaction.atomic
def look_up(number: str, *, by: User, url: str = "") -> Household | None:
    """The family of a NIK or nomor KK, by the counter's own search, which is counted and logged."""
    if not number:
        return None
    found = loket.look_up(number=number, name="", desa=None, purpose="pengaduan", by=by, url=url).ids
    if len(found) == 1:
        return Household.objects.select_related("desa").get(pk=found[0])
    if found:
        raise DomainError("Nomor itu tercatat pada lebih dari satu keluarga. Kosongkan, lalu tautkan sesudah dicatat.")
    raise DomainError("Tidak ada keluarga dengan NIK atau nomor KK itu. Periksa nomornya, atau kosongkan.")


def to_family(complaint: Complaint, *, household: Household, by: User, key: UUID | None = None) -> None:
    """A card or kroscek of another family no longer belongs to it."""
    changes: dict[str, Any] = {"household": household}
    if complaint.card and complaint.card.household_id != household.pk:
        changes["card"] = None
    if complaint.entry and complaint.entry.enrollment.household_id != household.pk:
        changes["entry"] = None
    _link(complaint, changes, f"Ditautkan dengan keluarga {household.name}, {household.desa.name}.", by, key)


def to_card(complaint: Complaint, *, card: Kks, by: User, key: UUID | None = None) -> None:
    """The card's family comes with it."""
    changes = {"card": card, "household": card.household}
    _link(complaint, changes, f"Ditautkan dengan kartu (KKS) keluarga {card.household.name}.", by, key)


def to_kroscek(complaint: Complaint, *, entry: RoundEntry, by: User, key: UUID | None = None) -> None:
    """The kroscek of the linked family on one Round's list."""
    if complaint.household_id != entry.enrollment.household_id:
        raise DomainError("Kroscek itu bukan dari keluarga yang ditautkan.")
    _link(complaint, {"entry": entry}, f"Ditautkan dengan kroscek {entry.round}.", by, key)


def to_step(complaint: Complaint, *, step_run: StepRun, by: User, key: UUID | None = None) -> None:
    words = f"Ditautkan dengan langkah {step_run.step.no}, siklus {step_run.cycle}."
    _link(complaint, {"step_run": step_run}, words, by, key)


@transaction.atomic
def _link(complaint: Complaint, changes: dict[str, Any], words: str, by: User, key: UUID | None) -> None:
    door.locked(complaint)
    if door.sent(complaint, "note", key):
        return
    door.check(complaint, "note", by)
    if all(getattr(complaint, name) == value for name, value in changes.items()):
        return
    door.record(complaint, by=by, note=words, changes=changes, key=key)
