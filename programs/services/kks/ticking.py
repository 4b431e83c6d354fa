"""The scan of the signed daftar tanda terima: one upload, and the rows on it that carry a signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksProof, KksReceiver
from programs.models import Kks, KksEvent
from programs.services.kks import door, memberships, proofs
from programs.transitions import KKS_MOVES

MOST = 1000


@dataclass(frozen=True)
class Taker:
    """Who signed a row in place of the KPM: a KksReceiver and the name; "" is taken for the KPM's own."""

    receiver: str
    name: str = ""


@dataclass(frozen=True)
class Ticked:
    """How many were handed over, and each that could not be, with why."""

    done: int
    refused: list[tuple[Kks, str]]


@transaction.atomic
def tick(
    ids: list[int],
    *,
    scan: UploadedFile,
    by: User,
    key: UUID,
    at: datetime | None = None,
    takers: Mapping[int, Taker] | None = None,
    mandate: UploadedFile | None = None,
) -> Ticked:
    """Hand over every card of `ids` with the scan as proof, to its KPM or to whom `takers` names for it; `mandate` is
    the scan of the surat kuasa of all rows that have one. Each row stands for itself: what cannot be handed over is
    named, the others are written. The same form sent again changes nothing and says the same.
    """
    takers = takers or {}
    if not ids:
        raise DomainError("Centang baris yang bertanda tangan pada daftar.")
    if len(ids) > MOST:
        raise DomainError(f"Paling banyak {MOST} baris sekali simpan. Bagi menurut lembar daftar.")
    moment = at or timezone.now()
    if moment > timezone.now():
        raise DomainError("Waktu penyerahan tidak boleh sesudah sekarang.")
    _check_takers([takers[pk] for pk in ids if pk in takers], mandate)
    cards = list(
        Kks.objects.select_for_update(of=("self",)).select_related("household").filter(pk__in=ids).order_by("pk")
    )
    sent = dict(KksEvent.objects.filter(card__in=ids, key=key).values_list("card", "move"))
    possible = [card.pk for card in cards if card.pk not in sent and card.state in KKS_MOVES["hand_over"].sources]
    if possible:
        stored = files.store(scan, by=by, allowed=proofs.PAPERS)
        kept = files.store(mandate, by=by, allowed=proofs.PAPERS) if mandate else None
        _write(possible, takers=takers, evidence=stored, mandate=kept, by=by, key=key, at=moment)
        memberships.activate(possible, by=by)
    done = {pk for pk, move in sent.items() if move == "hand_over"}.union(possible)
    refused = [card for card in cards if card.pk not in done]
    return Ticked(
        len(done), [(card, door.SENT if card.pk in sent else door.why_not(card, "hand_over")) for card in refused]
    )


def _check_takers(takers: list[Taker], mandate: UploadedFile | None) -> None:
    for taker in takers:
        if taker.receiver not in KksReceiver.values:
            raise DomainError("Pilih siapa yang menerima kartu pada setiap baris.")
        if taker.receiver != KksReceiver.KPM and not taker.name.strip():
            raise DomainError("Tulis nama penerima pada baris yang bukan diterima KPM sendiri.")
        if taker.receiver == KksReceiver.MANDATE and mandate is None:
            raise DomainError("Unggah pindaian surat kuasa untuk baris yang diterima pemegang surat kuasa.")


def _write(
    ids: list[int], *, takers: Mapping[int, Taker], evidence: StoredFile, mandate: StoredFile | None, key: UUID,
    at: datetime, by: User,
) -> None:  # fmt: skip
    """Locked rows, whose state was asked: one statement for all of them."""
    own = [takers.get(pk, Taker(KksReceiver.KPM)) for pk in ids]
    with connection.cursor() as cursor:
        cursor.execute(
            _TICKED,
            {
                "ids": ids,
                "receivers": [str(taker.receiver) for taker in own],
                "names": [" ".join(taker.name.split())[:120] for taker in own],
                "target": str(KKS_MOVES["hand_over"].target),
                "mandate_holder": str(KksReceiver.MANDATE),
                "mandate": mandate.pk if mandate else None,
                "proof": str(KksProof.LIST),
                "evidence": evidence.pk,
                "by": by.pk,
                "key": key,
                "at": at,
                "now": timezone.now(),
            },
        )


_TICKED = """
WITH before AS (
    SELECT k.id, k.state, w.receiver, w.name
    FROM unnest(%(ids)s::bigint[], %(receivers)s::text[], %(names)s::text[]) AS w(id, receiver, name)
    JOIN programs_kks k USING (id)
),
moved AS (
    UPDATE programs_kks k SET state = %(target)s FROM before b, programs_household h
    WHERE k.id = b.id AND h.id = k.household_id
    RETURNING k.id, b.state AS before, k.slot_id, b.receiver, coalesce(nullif(b.name, ''), h.name) AS name
)
INSERT INTO programs_kksevent (card_id, number, move, from_state, to_state, by_id, at, recorded_at, slot_id, reason,
    note, receiver, receiver_name, home_visit, proof, evidence_id, mandate_id, key)
SELECT m.id, 1 + coalesce((SELECT max(number) FROM programs_kksevent e WHERE e.card_id = m.id), 0), 'hand_over',
    m.before, %(target)s, %(by)s, %(at)s, %(now)s, m.slot_id, '', '', m.receiver, left(m.name, 120), false, %(proof)s,
    %(evidence)s, CASE WHEN m.receiver = %(mandate_holder)s THEN %(mandate)s::uuid END, %(key)s
FROM moved m ORDER BY m.id
"""
