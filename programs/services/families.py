"""Edits of one family by a person: lost-update guard, history, moves of an enrollment."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.names import searchable
from programs.enums import RevisionState
from programs.models import BeritaAcara, Enrollment, Household, Member
from programs.models.households import NIK_TAKEN
from programs.services.siksng import recording as siksng
from programs.transitions import ENROLLMENT_MOVES

MOVE_WORDS = {
    "validate": "Tandai tervalidasi",
    "activate": "Aktifkan",
    "suspend": "Tangguhkan",
    "leave": "Hentikan",
    "graduate": "Graduasi",
    "refuse": "Tandai non-eligible",
    "reconsider": "Usulkan kembali",
}


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed meanwhile: both values, for the person to choose."""

    field: str
    label: str
    theirs: Any
    yours: Any


class LostUpdate(DomainError):
    """The family was changed since the form was opened; `clashes` shows both values, nothing was written."""

    def __init__(self, household: Household, clashes: list[Clash]):
        super().__init__("Data keluarga ini baru saja diubah orang lain. Periksa kedua nilai sebelum menyimpan lagi.")
        self.household, self.clashes = household, clashes


@transaction.atomic
def edit(household: Household, values: dict[str, Any], *, version: int, by: User, reason: str = "") -> Household:
    """Write `values` (field -> value) if nobody wrote since `version`; raises LostUpdate with both values otherwise."""
    current = Household.objects.select_for_update().get(pk=household.pk)
    refuse_in_chain(current)
    changed = {name: value for name, value in values.items() if getattr(current, name) != value}
    if current.version != version:
        raise LostUpdate(current, [_clash(current, name, value) for name, value in changed.items()])
    if not changed:
        return current
    siksng.family_edited(current, changed, by=by, reason=reason)
    for name, value in changed.items():
        setattr(current, name, value)
    current.name_search, current.version = searchable(current.name), current.version + 1
    current.updated_at = timezone.now()
    authored(current, by=by, reason=reason or "Pemutakhiran data keluarga")
    _save(current)
    _follow_pengurus(current, changed, by=by)
    return current


def _clash(current: Household, name: str, yours: Any) -> Clash:
    field = Household._meta.get_field(name)
    return Clash(name, str(getattr(field, "verbose_name", name)), getattr(current, name), yours)


def _save(row: Household | Member) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DomainError(NIK_TAKEN) from error


def _follow_pengurus(household: Household, changed: dict[str, Any], *, by: User) -> None:
    """The pengurus is a member too: name and NIK stay the same in both places."""
    shared = {name: value for name, value in changed.items() if name in ("name", "nik")}
    member = household.members.filter(is_pengurus=True).first()
    if member is None or not shared:
        return
    for name, value in shared.items():
        setattr(member, name, value)
    authored(member, by=by)
    member.save()


def refuse_in_chain(household: Household) -> None:
    """While a Berita Acara about the family waits for paraf, what it says must stay what it says."""
    waiting = BeritaAcara.objects.filter(
        revisions__state=RevisionState.IN_CHAIN, round__entries__enrollment__household=household
    ).first()
    if waiting is not None:
        raise DomainError(
            f"Keluarga ini ada pada {waiting} yang sedang menunggu paraf. Data dapat diubah lagi setelah ditetapkan "
            "atau dikembalikan."
        )


@transaction.atomic
def save_member(
    household: Household, member: Member | None, values: dict[str, Any], *, by: User, reason: str = ""
) -> Member:
    """Add or change a member of the family."""
    refuse_in_chain(household)
    row = member or Member(household=household)
    before = siksng.snapshot(member)
    for name, value in values.items():
        setattr(row, name, value)
    authored(row, by=by, reason=reason or "Pemutakhiran anggota keluarga")
    _save(row)
    siksng.member_edited(row, before, by=by)
    if row.is_pengurus:
        shared = {"name": row.name, "nik": row.nik or household.nik}
        edit(household, shared, version=household.version, by=by, reason="Mengikuti data pengurus")
    return row


@transaction.atomic
def remove_member(member: Member, *, by: User, reason: str) -> None:
    """Take a member off with a reason; the pengurus stays until another one is named."""
    refuse_in_chain(member.household)
    if member.is_pengurus:
        raise DomainError("Pengurus tidak dapat dihapus. Tunjuk pengurus lain lebih dahulu.")
    if not reason.strip():
        raise DomainError("Tulis alasan penghapusan anggota.")
    siksng.member_removed(member, by=by, reason=reason.strip())
    authored(member, by=by, reason=reason.strip())
    member.delete()


@transaction.atomic
def write_notes(enrollment: Enrollment, notes: str, *, by: User) -> Enrollment:
    """The office's own notes; no import ever touches them."""
    enrollment.notes = notes
    authored(enrollment, by=by, reason="Catatan")
    enrollment.save(update_fields=["notes"])
    return enrollment


def available_moves(enrollment: Enrollment) -> list[tuple[str, str]]:
    """(verb, words) of the moves that the enrollment's state allows."""
    return [(verb, MOVE_WORDS[verb]) for verb, move in ENROLLMENT_MOVES.items() if enrollment.status in move.sources]


@transaction.atomic
def move(enrollment: Enrollment, verb: str, *, by: User, reason: str) -> Enrollment:
    """The one door of the enrollment's states for a single family; a repeated click says that it is done already."""
    if verb not in ENROLLMENT_MOVES:
        raise DomainError("Tindakan itu tidak dikenal.")
    if not reason.strip():
        raise DomainError("Tulis alasan perubahan status.")
    row = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    refuse_in_chain(row.household)
    if row.status == ENROLLMENT_MOVES[verb].target:
        raise DomainError(f"Status keluarga ini sudah {row.get_status_display().lower()}.")
    return carry_out(row, verb, by=by, reason=reason.strip())


def carry_out(row: Enrollment, verb: str, *, by: User, reason: str) -> Enrollment:
    """Make the move inside the caller's transaction. A card's handing over calls it itself: the paraf of a Berita
    Acara, which is of PKH, must not keep a card of Sembako from its family."""
    siksng.moved(row, ENROLLMENT_MOVES[verb].target, by=by, reason=reason)
    try:
        getattr(row, verb)()
    except TransitionNotAllowed as error:
        raise DomainError(f"Dari status {row.get_status_display().lower()} hal itu tidak dapat dilakukan.") from error
    authored(row, by=by, reason=reason)
    row.save()
    return row
