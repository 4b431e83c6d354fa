"""Several cards of a desa at once: into another session, not handed over, back to the bank (SOP Sembako 9)."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.services import content, files
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.enums import KKS_ABSENCES, KksFailure, KksProof, KksScheduleState, KksState
from programs.models import Kks, KksSchedule, KksSlot
from programs.queries import kks_schedule as queries
from programs.services.kks import door, memberships, proofs, scheduling
from programs.transitions import KKS_MOVES

MOST = 1000
VERBS = {KksState.FAILED: "reschedule", KksState.RECEIVED: "schedule"}


@dataclass(frozen=True)
class Moved:
    """How many moved, and each that did not, with why."""

    done: int
    refused: list[tuple[Kks, str]]


@transaction.atomic
def into_session(ids: list[int], slot: KksSlot, *, note: str, by: User) -> Moved:
    """Cards that failed, or have no session, get this one. DomainError in words where the session cannot take them;
    a card that cannot be moved is named and stays as it is.
    """
    slot = KksSlot.objects.select_for_update(of=("self",)).select_related("schedule", "desa").get(pk=slot.pk)
    cards = _locked(ids)
    told = {card.pk: _why_not(card, slot) for card in cards}
    possible = [card for card in cards if not told[card.pk]]
    if not possible:
        raise DomainError(told[cards[0].pk])
    _check(slot, len(possible))
    for verb in ("reschedule", "schedule"):
        own = [card.pk for card in possible if VERBS[KksState(card.state)] == verb]
        door.move_many(own, verb, by=by, slot_of=dict.fromkeys(own, slot.pk), note=_words(note))
    return Moved(len(possible), [(card, told[card.pk]) for card in cards if told[card.pk]])


@transaction.atomic
def into_new_session(ids: list[int], slot: KksSlot, *, note: str, by: User) -> Moved:
    """The same with a session of its own, which holds just these cards. Schedule before cards, as whoever changes a
    session locks them."""
    KksSchedule.objects.select_for_update().get(pk=slot.schedule_id)
    cards = _locked(ids)
    told = [_why_not(card, slot) for card in cards]
    if all(told):
        raise DomainError(told[0])
    slot.cards = told.count("")
    if slot.day < timezone.localdate():
        raise DomainError(f"{hari_tanggal(slot.day)} sudah lewat. Pilih hari ini atau sesudahnya.")
    saved = scheduling.add_session(slot.schedule, slot, by=by, reason=note)
    return into_session(ids, saved, note=note, by=by)


def _locked(ids: list[int]) -> list[Kks]:
    if not ids:
        raise DomainError("Centang kartunya lebih dahulu.")
    if len(ids) > MOST:
        raise DomainError(f"Paling banyak {MOST} kartu sekali simpan.")
    rows = Kks.objects.select_for_update(of=("self",)).select_related("household", "desa", "slot")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _why_not(card: Kks, slot: KksSlot) -> str:
    """Why this card cannot go into that session, or ""."""
    if card.desa_id != slot.desa_id:
        return f"Kartu ini milik {card.desa.name}, sedangkan sesinya di {slot.desa.name}."
    if card.state not in VERBS:
        if card.state in scheduling.WAITING and card.slot:
            return f"Masih terjadwal {hari_tanggal(card.slot.day)}. Catat dahulu hasil sesi itu."
        return door.why_not(card, "reschedule")
    if door.absences(card) >= KKS_ABSENCES:
        return "Sudah tiga kali tidak hadir: kembalikan ke bank, jangan diundang lagi."
    return ""


def _check(slot: KksSlot, wanted: int) -> None:
    if slot.schedule.state != KksScheduleState.RECEIVED:
        raise DomainError("Sesi ini bukan bagian dari jadwal yang berlaku.")
    if slot.day < timezone.localdate():
        raise DomainError(f"Sesi {hari_tanggal(slot.day)} sudah lewat. Pilih sesi lain.")
    left = queries.room(slot)
    if wanted > left:
        raise DomainError(
            f"Sesi {hari_tanggal(slot.day)}, {slot.start:%H.%M}–{slot.end:%H.%M} masih dapat menampung "
            f"{thousands(left)} kartu, padahal {thousands(wanted)} dipilih. Pilih sesi lain atau buat sesi tambahan."
        )


@transaction.atomic
def fail_all(ids: list[int], *, reason: str, proof: UploadedFile, note: str, by: User) -> Moved:
    """Not handed over, each for the same reason and with the same proof (the list of a session, or a photo)."""
    if reason not in KksFailure.values:
        raise DomainError("Pilih alasan kartu gagal diserahkan.")
    return _all(ids, "fail", reason=reason, proof=proof, note=note, by=by)


@transaction.atomic
def send_back_all(ids: list[int], *, proof: UploadedFile, note: str, by: User) -> Moved:
    """Back to the bank, with why and what shows it; what follows for the families stands in `memberships`."""
    if not _words(note):
        raise DomainError("Tulis alasan pengembalian; tersimpan pada riwayat setiap kartu.")
    moved = _all(ids, "send_back", proof=proof, note=note, by=by)
    stayed = {card.pk for card, _ in moved.refused}
    memberships.let_go(set(ids) - stayed, why=f"dikembalikan ke bank, {_words(note)}", by=by)
    return moved


def _all(ids: list[int], verb: str, *, proof: UploadedFile, note: str, by: User, reason: str = "") -> Moved:
    cards = _locked(ids)
    sources = KKS_MOVES[verb].sources
    refused = [(card, door.why_not(card, verb)) for card in cards if card.state not in sources]
    possible = [card.pk for card in cards if card.state in sources]
    if not possible:
        raise DomainError(refused[0][1])
    stored = files.store(proof, by=by, allowed=proofs.PAPERS)
    kind = KksProof.LIST if stored.content_type == content.PDF else KksProof.PHOTO
    done = door.move_many(
        possible, verb, by=by, note=_words(note), reason=reason, proof=kind if verb == "fail" else "", evidence=stored
    )
    return Moved(done, refused)


def _words(text: str) -> str:
    return " ".join(text.split())[:200]
