"""The one door through which a card moves: lock the card, ask its machine, write the event, in one transaction.

The database holds the same line (migration 0019): events of a card follow each other without a gap, only allowed pairs
pass, and at commit the card's state is that of its newest event.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django_fsm import can_proceed

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError
from programs.enums import KKS_ABSENCES, KKS_HANDED_OVER, KksFailure, KksState
from programs.models import Kks, KksEvent, KksSlot
from programs.transitions import KKS_MOVES

SENT = "Formulir ini sudah dikirim untuk pencatatan lain. Muat ulang halaman kartu."


@dataclass(frozen=True)
class Facts:
    """What is written down beside who and when; what a move needs is asked by the service that calls the door."""

    reason: str = ""
    note: str = ""
    slot: KksSlot | None = None
    receiver: str = ""
    receiver_name: str = ""
    home_visit: bool = False
    proof: str = ""
    evidence: StoredFile | None = None
    mandate: StoredFile | None = None
    at: datetime | None = None


NOTHING = Facts()


@transaction.atomic
def move(
    card: Kks,
    verb: str,
    *,
    by: User,
    facts: Facts = NOTHING,
    key: UUID | None = None,
    replacement: Kks | None = None,
) -> KksEvent:
    """Move one card; `key` is that of the form sent, so that sending it twice is once. DomainError says why not.

    `replacement` is the new card, of a "replace" only.
    """
    current = Kks.objects.select_for_update(of=("self",)).select_related("household").get(pk=card.pk)
    if key and (sent := current.events.filter(key=key).first()):
        return _the_same(sent, verb)
    before = current.state
    if not can_proceed(getattr(current, verb)):
        raise DomainError(why_not(current, verb))
    _after_three_absences(current, verb)
    getattr(current, verb)()
    changes = ["state"]
    if verb in ("schedule", "reschedule", "unschedule"):
        current.slot = facts.slot
        changes.append("slot")
    if verb == "replace":
        current.replaced_by = replacement
        changes.append("replaced_by")
    Kks.objects.filter(pk=current.pk).update(**{name: getattr(current, name) for name in changes})
    card.refresh_from_db()
    return _told(current, verb, before, by=by, facts=facts, key=key)


def _the_same(sent: KksEvent, verb: str) -> KksEvent:
    if sent.move != verb:
        raise DomainError(SENT)
    return sent


def _told(card: Kks, verb: str, before: str, *, by: User, facts: Facts, key: UUID | None) -> KksEvent:
    last = card.events.aggregate(last=Max("number"))["last"] or 0
    return KksEvent.objects.create(
        card=card,
        number=last + 1,
        move=verb,
        from_state=before,
        to_state=card.state,
        by=by,
        at=facts.at or timezone.now(),
        slot=facts.slot or card.slot,
        reason=facts.reason,
        note=facts.note,
        receiver=facts.receiver,
        receiver_name=facts.receiver_name,
        home_visit=facts.home_visit,
        proof=facts.proof,
        evidence=facts.evidence,
        mandate=facts.mandate,
        key=key,
    )


def why_not(card: Kks, verb: str) -> str:
    """Why the card cannot make this move now, with who and when where that is the answer."""
    last = card.events.select_related("by").order_by("-number").first()
    if verb == "hand_over" and card.state in KKS_HANDED_OVER:
        handed = card.events.select_related("by").filter(move="hand_over").order_by("-number").first()
        if handed:
            when = tanggal_jam(timezone.localtime(handed.at))
            return (
                f"Kartu ini sudah diserahkan kepada {handed.receiver_name or handed.get_receiver_display()} pada "
                f"{when} oleh {handed.by}. Kartu yang sama tidak dapat diserahkan dua kali."
            )
    told = f" sejak {tanggal_jam(timezone.localtime(last.at))} (dicatat {last.by})" if last else ""
    return f"Kartu ini berkeadaan {KksState(card.state).label.lower()}{told}, sehingga tidak dapat {_doing(verb)}."


def _doing(verb: str) -> str:
    words = KKS_MOVES[verb].words
    return words[0].lower() + words[1:]


def absences(card: Kks) -> int:
    """How often nobody came for it."""
    return card.events.filter(move="fail", reason=KksFailure.ABSENT).count()


def _after_three_absences(card: Kks, verb: str) -> None:
    if verb in ("schedule", "reschedule", "invite") and absences(card) >= KKS_ABSENCES:
        raise DomainError(
            "KPM sudah tiga kali tidak hadir. Kartu ini dikembalikan ke bank; undangan baru tidak dibuat lagi."
        )


@transaction.atomic
def move_many(
    ids: list[int],
    verb: str,
    *,
    by: User,
    slot_of: dict[int, int] | None = None,
    note: str = "",
    reason: str = "",
    proof: str = "",
    evidence: StoredFile | None = None,
) -> int:
    """Move so many cards at once, set-wise; those that cannot make the move stay as they are. Says how many moved.

    `reason`, `proof` and `evidence` are written into the event of each (fail, send_back).
    `slot_of` gives each card's new slot (schedule, reschedule); "unschedule" empties it. One statement for any number.
    """
    rule = KKS_MOVES[verb]
    slots = slot_of or {}
    order = sorted(set(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            _MANY,
            {
                "ids": order,
                "slots": [slots.get(pk) for pk in order],
                "sources": [str(source) for source in rule.sources],
                "target": str(rule.target),
                "verb": verb,
                "places": verb in ("schedule", "reschedule", "unschedule"),
                "by": by.pk,
                "at": timezone.now(),
                "note": note[:300],
                "reason": reason,
                "proof": proof,
                "evidence": evidence.pk if evidence else None,
                "asks": verb in ("schedule", "reschedule", "invite"),
                "absent": str(KksFailure.ABSENT),
                "absences": KKS_ABSENCES,
            },
        )
        return cursor.rowcount


_MANY = """
WITH wanted AS (SELECT * FROM unnest(%(ids)s::bigint[], %(slots)s::bigint[]) AS w(id, slot_id)),
chosen AS (
    SELECT k.id, k.state, w.slot_id FROM programs_kks k JOIN wanted w USING (id)
    WHERE k.state = ANY(%(sources)s)
      AND (NOT %(asks)s OR (SELECT count(*) FROM programs_kksevent a
           WHERE a.card_id = k.id AND a.move = 'fail' AND a.reason = %(absent)s) < %(absences)s)
    ORDER BY k.id FOR UPDATE OF k
),
moved AS (
    UPDATE programs_kks k SET state = %(target)s, slot_id = CASE WHEN %(places)s THEN c.slot_id ELSE k.slot_id END
    FROM chosen c WHERE k.id = c.id
    RETURNING k.id, c.state AS before, k.slot_id
)
INSERT INTO programs_kksevent (card_id, number, move, from_state, to_state, by_id, at, recorded_at, slot_id, reason,
    note, receiver, receiver_name, home_visit, proof, evidence_id)
SELECT m.id, 1 + coalesce((SELECT max(number) FROM programs_kksevent e WHERE e.card_id = m.id), 0), %(verb)s, m.before,
    %(target)s, %(by)s, %(at)s, %(at)s, m.slot_id, %(reason)s, %(note)s, '', '', false, %(proof)s, %(evidence)s
FROM moved m
"""


def replace_many(new_of: dict[int, int], *, by: User) -> int:
    """Old card id -> id of the card that stands for it from now on; says how many moved. Set-wise.

    To be called before the new cards are written (their ids drawn beforehand): a family has one live card at a time,
    and the reference is looked at only at commit. Old cards that cannot be replaced stay as they are.
    """
    old = sorted(new_of)
    rule = KKS_MOVES["replace"]
    with connection.cursor() as cursor:
        cursor.execute(
            _REPLACED,
            {
                "old": old,
                "new": [new_of[pk] for pk in old],
                "sources": [str(source) for source in rule.sources],
                "target": str(rule.target),
                "by": by.pk,
                "at": timezone.now(),
            },
        )
        return cursor.rowcount


_REPLACED = """
WITH chosen AS (
    SELECT k.id, k.state, w.new_id FROM programs_kks k
    JOIN unnest(%(old)s::bigint[], %(new)s::bigint[]) AS w(id, new_id) USING (id)
    WHERE k.state = ANY(%(sources)s) ORDER BY k.id FOR UPDATE OF k
),
moved AS (
    UPDATE programs_kks k SET state = %(target)s, replaced_by_id = c.new_id FROM chosen c WHERE k.id = c.id
    RETURNING k.id, c.state AS before, k.slot_id
)
INSERT INTO programs_kksevent (card_id, number, move, from_state, to_state, by_id, at, recorded_at, slot_id, reason,
    note, receiver, receiver_name, home_visit, proof)
SELECT m.id, 1 + (SELECT max(number) FROM programs_kksevent e WHERE e.card_id = m.id), 'replace', m.before,
    %(target)s, %(by)s, %(at)s, %(at)s, m.slot_id, '', '', '', '', false, ''
FROM moved m
"""


def hold(ids: list[int]) -> None:
    """Lock these cards before the first of several statements that write them.

    A statement that moves cards locks the totals of their desa. Who then still needed a card that a telephone holds
    would wait in a circle, for the telephone waits for the total.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM programs_kks WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])


def receipts(cards: QuerySet[Kks], *, by: User) -> int:
    """The first event of each of these new cards, those without any event; one statement however many they are."""
    ids = list(cards.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVED, {"ids": ids, "state": str(KksState.RECEIVED), "by": by.pk, "at": timezone.now()})
        return cursor.rowcount


_RECEIVED = """
INSERT INTO programs_kksevent (card_id, number, move, from_state, to_state, by_id, at, recorded_at, reason, note,
    receiver, receiver_name, home_visit, proof)
SELECT k.id, 1, 'receive', '', %(state)s, %(by)s, %(at)s, %(at)s, '', '', '', '', false, ''
FROM unnest(%(ids)s::bigint[]) AS k(id)
WHERE NOT EXISTS (SELECT 1 FROM programs_kksevent e WHERE e.card_id = k.id)
ORDER BY k.id
"""
