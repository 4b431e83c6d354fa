"""The jadwal pendistribusian KKS: proposed, changed by hand, made, received, taken back (SOP Sembako 6-8).

Whoever may be shown the schedule sees what it breaks; the database alone refuses a team in two places. A schedule is
not made while it breaks a rule or leaves a card out; that it ends after the promised days is told, not refused.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django_fsm import can_proceed
from simple_history.utils import bulk_create_with_history

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.office import queries as office
from pkh_sembako.office.models import Desa, DesaKind
from programs.distribution_plan import plan
from programs.enums import KksScheduleState as S
from programs.enums import KksState
from programs.models import Kks, KksSchedule, KksSlot, Round
from programs.queries import kks_schedule as queries
from programs.services.kks import door

HORIZON = timedelta(days=180)
TWO_PLACES = "Satu tim tidak dapat berada di dua tempat pada waktu yang sama. Ubah tim atau jamnya."
WAITING = (KksState.SCHEDULED, KksState.INVITED, KksState.RESCHEDULED)


@dataclass(frozen=True)
class Sizes:
    """What a proposal is computed from. `whole`: rather use all promised days than cut a desa."""

    starts: date
    teams: int
    per_hour: int
    days: int = 15
    whole: bool = False


@transaction.atomic
def propose(the_round: Round, sizes: Sizes, *, by: User, contact: str = "") -> KksSchedule:
    """A draft with a slot for every card of the round that waits; DomainError when there is nothing to plan."""
    Round.objects.select_for_update(no_key=True).get(pk=the_round.pk)  # two who propose at once take turns
    present = the_round.kks_schedules.in_force().first()
    if present:
        raise DomainError(f"{present} sudah ada. Ubah yang itu, atau tarik dahulu dengan alasannya.")
    last = the_round.kks_schedules.aggregate(last=Max("version"))["last"] or 0
    schedule = KksSchedule.objects.create(
        round=the_round,
        version=last + 1,
        starts=sizes.starts,
        days=sizes.days,
        teams=sizes.teams,
        per_hour=sizes.per_hour,
        contact=contact,
        by=by,
    )
    _fill(schedule, sizes, by)
    return schedule


@transaction.atomic
def regenerate(schedule: KksSchedule, sizes: Sizes, *, by: User) -> KksSchedule:
    """Throw the draft's slots away, those changed by hand too, and compute them anew."""
    current = _locked(schedule)
    _only(current, S.DRAFT)
    current.starts, current.days, current.teams, current.per_hour = (
        sizes.starts,
        sizes.days,
        sizes.teams,
        sizes.per_hour,
    )
    _save(current, by, "Disusun ulang")
    current.slots.all().delete()
    _fill(current, sizes, by)
    return current


def _fill(schedule: KksSchedule, sizes: Sizes, by: User) -> None:
    demands = queries.demands(schedule)
    if not demands:
        raise DomainError(f"Tidak ada kartu {schedule.round} yang menunggu dijadwalkan.")
    proposal = plan(
        demands,
        teams=sizes.teams,
        per_hour=sizes.per_hour,
        start=sizes.starts,
        days=sizes.days,
        calendar=office.calendar(),
        until=sizes.starts + HORIZON,
        whole=sizes.whole,
    )
    places = {desa.pk: usual_place(desa) for desa in Desa.objects.filter(pk__in=[each.desa for each in demands])}
    slots = [
        KksSlot(
            schedule=schedule,
            desa_id=slot.desa,
            day=slot.day,
            start=slot.start,
            end=slot.end,
            team=slot.team,
            cards=slot.cards,
            place=places[slot.desa],
        )
        for slot in proposal.slots
    ]
    bulk_create_with_history(slots, KksSlot, default_user=by)


def usual_place(desa: Desa) -> str:
    """Where cards are handed out unless somebody writes another place."""
    return f"Kantor Kelurahan {desa.name}" if desa.kind == DesaKind.KELURAHAN else f"Balai Desa {desa.name}"


@transaction.atomic
def save_slot(schedule: KksSchedule, slot: KksSlot, *, by: User, reason: str = "") -> KksSlot:
    """Write a new or changed slot. After receipt it needs a reason, and the cards of the desa follow the slots that are
    still to come.

    DomainError when its team is elsewhere at that time, when cards would get a day that is over, or the schedule is no
    longer to be changed.
    """
    current = _locked(schedule)
    reason = _allowed_to_change(current, reason)
    before = KksSlot.objects.filter(pk=slot.pk, schedule=current).first() if slot.pk else None
    if current.state == S.RECEIVED:
        _refuse_past(before, slot)
    slot.schedule = current
    _remember(slot, by, reason)
    with guards_in_words(TWO_PLACES):
        slot.save()
        _check_teams_now()
    if current.state == S.RECEIVED and _moves_cards(before, slot):
        _reassign(current, {slot.desa_id, before.desa_id if before else slot.desa_id}, by=by, note=reason)
    return slot


@transaction.atomic
def add_session(schedule: KksSchedule, slot: KksSlot, *, by: User, reason: str) -> KksSlot:
    """One more session of a received schedule for cards that are moved into it by hand; nobody else's time changes.

    DomainError says in words which rule it breaks (working hours, breaks, speed of a team, a team in two places).
    """
    current = _locked(schedule)
    _only(current, S.RECEIVED)
    reason = _words(reason, "Tulis alasan sesi tambahan; tersimpan pada riwayat jadwal.")
    if broken := queries.broken_by(current, slot):
        raise DomainError(" ".join(broken))
    slot.schedule = current
    _remember(slot, by, reason)
    with guards_in_words(TWO_PLACES):
        slot.save()
        _check_teams_now()
    return slot


@transaction.atomic
def delete_slot(slot: KksSlot, *, by: User) -> None:
    """Of a draft only: what cards were told of stays, changed to another day, or goes with the whole schedule."""
    current = _locked(slot.schedule)
    if current.state != S.DRAFT:
        raise DomainError("Sesi hanya dihapus dari konsep. Pindahkan harinya, atau tarik jadwal dengan alasannya.")
    _remember(slot, by, "")
    slot.delete()


def _check_teams_now() -> None:
    """The constraint waits for commit, so that slots may change places; here the answer is needed at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS kks_team_in_one_place IMMEDIATE")
        cursor.execute("SET CONSTRAINTS kks_team_in_one_place DEFERRED")


def _moves_cards(before: KksSlot | None, after: KksSlot) -> bool:
    return before is None or (before.desa_id, before.cards) != (after.desa_id, after.cards)


def _refuse_past(before: KksSlot | None, after: KksSlot) -> None:
    """Who, where and when of a session that is over may be set right; no other day or desa, and no more cards."""
    if after.day >= timezone.localdate():
        return
    if before is None or (before.day, before.desa_id) != (after.day, after.desa_id) or after.cards > before.cards:
        raise DomainError(
            f"{hari_tanggal(after.day)} sudah lewat, sehingga kartu tidak dapat dijadwalkan pada hari itu. "
            "Pilih hari ini atau sesudahnya."
        )


def _allowed_to_change(schedule: KksSchedule, reason: str) -> str:
    if schedule.state == S.RECEIVED:
        return _words(reason, "Jadwal sudah diterima. Tulis alasan perubahannya; tersimpan pada riwayat jadwal.")
    _only(schedule, S.DRAFT)
    return reason


@transaction.atomic
def make(schedule: KksSchedule, *, by: User) -> KksSchedule:
    """The bank says: this is it (step 6); an officer of the Dinas does so for the bank, which is then written down."""
    current = _locked(schedule)
    _ready(current, current.make)
    obstacles = queries.check(current).obstacles
    if obstacles:
        raise DomainError("Jadwal belum dapat dinyatakan selesai. " + " ".join(obstacles[:5]))
    current.make()
    current.made_by, current.made_at, current.made_for_bank = by, timezone.now(), not by.has_role("bank")
    return _save(current, by)


@transaction.atomic
def reopen(schedule: KksSchedule, *, by: User, reason: str) -> KksSchedule:
    """Made, but to be changed before the Dinas receives it."""
    reason = _words(reason, "Tulis mengapa jadwal dikembalikan ke konsep.")
    current = _locked(schedule)
    _ready(current, current.reopen)
    current.reopen()
    current.made_by, current.made_at, current.made_for_bank = None, None, False
    return _save(current, by, reason)


@transaction.atomic
def receive(schedule: KksSchedule, *, by: User, evidence: StoredFile | None = None) -> KksSchedule:
    """The Dinas has it (step 7), and every card gets its slot. The maker does not receive, except who made it for the
    bank because the bank did not; `evidence` is the bank's own paper."""
    current = _locked(schedule)
    _ready(current, current.receive)
    if by.has_role("bank"):
        raise DomainError("Jadwal diterima oleh Dinas Sosial, bukan oleh bank penyalur.")
    if current.made_by_id == by.pk and not current.made_for_bank:
        raise DomainError("Yang membuat jadwal tidak dapat menerimanya. Mintalah petugas lain.")
    current.receive()
    current.received_by, current.received_at, current.evidence = by, timezone.now(), evidence
    _save(current, by)
    _assign(current, by=by)
    return current


@transaction.atomic
def withdraw(schedule: KksSchedule, *, by: User, reason: str) -> int:
    """Another version will take its place; cards not handed over have no time any more. Says how many these are."""
    reason = _words(reason, "Tulis mengapa jadwal ini ditarik.")
    current = _locked(schedule)
    _ready(current, current.withdraw)
    current.withdraw()
    current.note = reason
    _save(current, by, reason)
    ids = Kks.objects.filter(slot__schedule=current, state__in=WAITING).values_list("pk", flat=True)
    return door.move_many(list(ids), "unschedule", by=by, note=f"Jadwal ditarik: {reason}")


def invite(schedule: KksSchedule, desa: str, *, by: User) -> int:
    """The families of a desa were told when and where; of those `by` sees. Says how many were not invited before."""
    if schedule.state != S.RECEIVED:
        raise DomainError("Keluarga diundang setelah jadwal diterima Dinas Sosial.")
    own = Kks.objects.visible_to(by).filter(slot__schedule=schedule, desa=desa)
    return door.move_many(list(own.values_list("pk", flat=True)), "invite", by=by)


def _reassign(schedule: KksSchedule, desa: set[str], *, by: User, note: str) -> None:
    """Cards of sessions to come are dealt out anew; one that waits in a session that is over stays there until somebody
    writes down what became of it."""
    today = timezone.localdate()
    door.hold(list(Kks.objects.filter(round=schedule.round_id, desa__in=desa).values_list("pk", flat=True)))
    # A card that was moved to another session by hand keeps it, as long as that session is still its desa's.
    by_hand = Q(state=KksState.RESCHEDULED, slot__desa=F("desa"))
    booked = Kks.objects.filter(slot__schedule=schedule, desa__in=desa, state__in=WAITING).exclude(by_hand)
    booked = booked.filter(slot__day__gte=today)
    door.move_many(list(booked.values_list("pk", flat=True)), "unschedule", by=by, note=note)
    _assign(schedule, by=by, desa=desa, since=today)


def _assign(schedule: KksSchedule, *, by: User, desa: set[str] | None = None, since: date | None = None) -> int:
    """Every waiting card gets a slot of its desa, in name order; what a slot already handed out takes its room."""
    slots = schedule.slots.order_by("day", "start", "team", "pk")
    if since is not None:
        slots = slots.filter(day__gte=since)
    waiting = Kks.objects.filter(round=schedule.round_id, state=KksState.RECEIVED)
    if desa is not None:
        slots, waiting = slots.filter(desa__in=desa), waiting.filter(desa__in=desa)
    in_line: dict[str, list[int]] = {}
    for pk, code in waiting.order_by("household__name", "pk").values_list("pk", "desa"):
        in_line.setdefault(code, []).append(pk)
    taken = queries.booked(schedule)
    slot_of: dict[int, int] = {}
    for slot in slots:
        room = max(0, slot.cards - taken.get(slot.pk, 0))
        line = in_line.get(slot.desa_id, [])
        slot_of |= dict.fromkeys(line[:room], slot.pk)
        in_line[slot.desa_id] = line[room:]
    return door.move_many(list(slot_of), "schedule", by=by, slot_of=slot_of, note=str(schedule))


def _locked(schedule: KksSchedule) -> KksSchedule:
    return KksSchedule.objects.select_for_update(of=("self",)).select_related("round").get(pk=schedule.pk)


def _only(schedule: KksSchedule, *states: S) -> None:
    if schedule.state not in states:
        raise DomainError(f"Jadwal ini berkeadaan “{schedule.get_state_display()}”, sehingga tidak dapat diubah.")


def _ready(schedule: KksSchedule, move: Any) -> None:
    if not can_proceed(move):
        raise DomainError(f"Jadwal ini sudah berkeadaan “{schedule.get_state_display()}”. Muat ulang halaman.")


def _words(text: str, missing: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise DomainError(missing)
    return words[:100]  # as long as the history keeps


def _save(schedule: KksSchedule, by: User, reason: str = "") -> KksSchedule:
    _remember(schedule, by, reason)
    schedule.save()
    return schedule


def _remember(row: KksSchedule | KksSlot, by: User, reason: str) -> None:
    authored(row, by=by, reason=reason)
