"""Cards into the hands of their families, and everything that happens instead (SOP Sembako 9-10).

Who may, the pages ask; what must be there for a card to move, these services ask; which move is possible, the door.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django_fsm import can_proceed

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksProof, KksReceiver
from programs.models import Kks, KksEvent
from programs.services.kks import door, memberships, proofs


class WrongDesa(DomainError):
    """The card is of another desa than the officer stands in; nothing was written."""


@dataclass(frozen=True)
class Proof:
    """What the officer has in hand: a photo or scan as upload, or the canvas' data address."""

    kind: str
    upload: UploadedFile | None = None
    signature: str = ""


@transaction.atomic
def hand_over(
    card: Kks,
    *,
    receiver: str,
    receiver_name: str,
    proof: Proof,
    by: User,
    mandate: UploadedFile | None = None,
    home_visit: bool = False,
    at: datetime | None = None,
    desa: str = "",
    anyway: str = "",
    note: str = "",
    key: UUID | None = None,
) -> KksEvent:
    """Give the card to `receiver` (KksReceiver). `desa` is the code of where the officer stands, "" if unsaid; for a
    card of another desa `anyway` says why it is handed over there. DomainError says what is missing.
    """
    sent = card.events.filter(key=key).first() if key else None
    if sent:  # the same form again: say so before another proof is kept
        return door.move(card, "hand_over", by=by, key=key)
    _possible(card, "hand_over")
    name = " ".join(receiver_name.split())[:120]
    _check_receiver(receiver, name, mandate)
    facts = door.Facts(
        receiver=receiver,
        receiver_name=name,
        home_visit=home_visit,
        at=_when(card, at),
        note="; ".join(filter(None, (_elsewhere(card, desa, anyway), _words(note))))[:300],
        proof=proof.kind,
        evidence=_kept(proof, by),
        mandate=files.store(mandate, by=by, allowed=proofs.PAPERS) if mandate else None,
    )
    event = door.move(card, "hand_over", by=by, facts=facts, key=key)
    memberships.activate([card.pk], by=by)
    return event


def _check_receiver(receiver: str, name: str, mandate: UploadedFile | None) -> None:
    if receiver not in KksReceiver.values:
        raise DomainError("Pilih siapa yang menerima kartu.")
    if not name:
        raise DomainError("Tulis nama penerima kartu.")
    if receiver == KksReceiver.MANDATE and mandate is None:
        raise DomainError("Unggah foto atau pindaian surat kuasa. Tanpa surat kuasa kartu tidak diserahkan.")


def _elsewhere(card: Kks, desa: str, anyway: str) -> str:
    """A note when the card is handed over in another desa than its own. An officer who has not said where is taken to
    be at the card's session, so that a card in another desa's session is told whatever was chosen."""
    if card.desa_id == stands(card, desa):
        return ""
    reason = _words(anyway)
    if not reason:
        raise WrongDesa(
            f"Kartu ini milik {card.desa.get_kind_display()} {card.desa.name}, Kec. {card.desa.kecamatan.name}, bukan "
            "desa tempat Anda bertugas. Bila tetap diserahkan di sini, tulis alasannya."
        )
    return f"Diserahkan di desa lain: {reason}"


def stands(card: Kks, desa: str) -> str:
    """Code of the desa where this card is being handed over, as far as anybody knows."""
    if desa and desa != card.desa_id:
        return desa
    return card.slot.desa_id if card.slot else card.desa_id


def _when(card: Kks, at: datetime | None) -> datetime:
    now = timezone.now()
    if at is None:
        return now
    if at > now:
        raise DomainError("Waktu penyerahan tidak boleh sesudah sekarang.")
    if at < card.received_at:
        raise DomainError("Waktu penyerahan tidak boleh sebelum kartu diterima dari bank.")
    return at


def _kept(proof: Proof, by: User) -> StoredFile:
    if proof.kind not in KksProof.values:
        raise DomainError("Pilih bukti: foto, tanda tangan di layar, atau pindaian daftar.")
    return proofs.keep(proof.kind, upload=proof.upload, signature=proof.signature, by=by)


def _possible(card: Kks, verb: str) -> None:
    """Say why not before a file is kept; the door asks again under its lock."""
    card.refresh_from_db()
    if not can_proceed(getattr(card, verb)):
        raise DomainError(door.why_not(card, verb))


@transaction.atomic
def fail(card: Kks, *, reason: str, proof: Proof, by: User, note: str = "", key: UUID | None = None) -> KksEvent:
    """Could not be handed over: why, with proof (a photo at the house, the list, a letter of the desa)."""
    if key and card.events.filter(key=key).exists():
        return door.move(card, "fail", by=by, key=key)
    _possible(card, "fail")
    if not reason:
        raise DomainError("Pilih alasan kartu gagal diserahkan.")
    facts = door.Facts(reason=reason, note=_words(note), proof=proof.kind, evidence=_kept(proof, by))
    return door.move(card, "fail", by=by, facts=facts, key=key)


@transaction.atomic
def report(
    card: Kks,
    verb: str,
    *,
    by: User,
    note: str,
    evidence: UploadedFile | None = None,
    key: UUID | None = None,
) -> KksEvent:
    """send_back, lose, damage, block, not_activate or activate, with what happened in words and, if any, its paper; a
    card goes back to the bank with its proof only (BPK asks for that of every card not handed over)."""
    if key and card.events.filter(key=key).exists():
        return door.move(card, verb, by=by, key=key)
    _possible(card, verb)
    words = _words(note)
    if not words:
        raise DomainError("Tulis keterangannya; tersimpan pada riwayat kartu.")
    if verb == "send_back" and evidence is None:
        raise DomainError("Unggah bukti pengembalian, misalnya tanda terima bank.")
    stored = files.store(evidence, by=by, allowed=proofs.PAPERS) if evidence else None
    event = door.move(card, verb, by=by, facts=door.Facts(note=words, evidence=stored), key=key)
    if verb == "send_back":
        memberships.let_go([card.pk], why=f"dikembalikan ke bank, {words}", by=by)
    return event


@transaction.atomic
def withdraw(card: Kks, *, by: User, note: str, key: UUID | None = None) -> KksEvent:
    """A handing over written down by mistake: by another person than who wrote it, with the reason."""
    if key and card.events.filter(key=key).exists():
        return door.move(card, "withdraw", by=by, key=key)
    _possible(card, "withdraw")
    words = _words(note)
    if not words:
        raise DomainError("Tulis mengapa penyerahan ini dibatalkan.")
    handed = card.events.filter(move="hand_over").order_by("-number").first()
    if handed and handed.by_id == by.pk:
        raise DomainError("Yang mencatat penyerahan tidak dapat membatalkannya sendiri. Mintalah petugas lain.")
    event = door.move(card, "withdraw", by=by, facts=door.Facts(note=words), key=key)
    memberships.let_go([card.pk], why=f"penyerahan dibatalkan, {words}", by=by)
    return event


def _words(text: str) -> str:
    return " ".join(text.split())[:300]
