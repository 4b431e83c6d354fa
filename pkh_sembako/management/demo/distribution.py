"""Handing the cards of the running round out: the days that are over, today's sessions, and those to come."""

from datetime import date, datetime, time

from pkh_sembako.management.demo.cards import all_in_hand, groups, hand_out, receive
from pkh_sembako.management.demo.families import Family
from pkh_sembako.management.demo.registry import import_list
from pkh_sembako.management.demo.sembako import (
    BEGINS,
    begin,
    confirmed,
    desa_are_told,
    letters_to_every_camat,
    on_to_the_bank,
    schedule,
)
from pkh_sembako.management.demo.story import Days, Office, at
from pkh_sembako.office.queries import calendar
from programs.enums import KksFailure, Program
from programs.models import Kks, KksSchedule, Round
from programs.services.kks import door

GIVEN_UP = (KksFailure.DECEASED, KksFailure.MOVED, KksFailure.DECLINED)


def two_rounds(families: list[Family], office: Office, days: Days, older: Round, month: tuple[int, int]) -> None:
    """The older round whose cards are in hand, and this month's, in the middle of its schedule."""
    with_card, listed, new_card = groups(families)
    all_in_hand(with_card, older, office, days)
    if not new_card:  # an office that small
        return
    with at(days.back(BEGINS, 8)):
        the_round = import_list(listed, Program.SEMBAKO, *month, by=office["operator"]).round
    cycle = begin(the_round, office, days)
    on_to_the_bank(cycle, office, days)
    letters_to_every_camat(cycle, office, days)
    desa_are_told(cycle, office, days)
    with at(days.back(12, 9)):
        receive(new_card, the_round, 50_000_001, by=office["operator"])
    made = schedule(cycle, len(new_card), office, days)
    confirmed(cycle, made, office, days)
    _invite(made, office, days)
    _days_gone_by(made, office, days)


def _invite(made: KksSchedule, office: Office, days: Days) -> None:
    booked = Kks.objects.filter(slot__schedule=made).values_list("pk", flat=True)
    with at(days.back(7, 15)):
        door.move_many(list(booked), "invite", by=office["operator"])


def _days_gone_by(made: KksSchedule, office: Office, days: Days) -> None:
    """Every session before today; what cannot be handed over any more goes back to the bank a day later."""
    failed: list[int] = []
    for day, kecamatan, cards in _sessions(made, before=days.today):
        with at(datetime.combine(day, time(15, 30), tzinfo=calendar().zone)):
            failed += hand_out(cards, office, kecamatan, f"{made}, {day:%d-%m-%Y}")
    given_up = Kks.objects.filter(pk__in=failed, events__reason__in=GIVEN_UP).values_list("pk", flat=True)
    with at(days.back(1, 15, 45)):
        door.move_many(list(given_up), "send_back", by=office["operator"], note="Diserahkan kembali kepada bank.")


def _sessions(made: KksSchedule, *, before: date) -> list[tuple[date, str, list[int]]]:
    """(day, kecamatan, ids of its cards)."""
    booked = Kks.objects.filter(slot__schedule=made, slot__day__lt=before).order_by("slot__day", "desa", "pk")
    found: dict[tuple[date, str], list[int]] = {}
    for day, kecamatan, pk in booked.values_list("slot__day", "desa__kecamatan", "pk"):
        found.setdefault((day, kecamatan), []).append(pk)
    return [(day, kecamatan, ids) for (day, kecamatan), ids in found.items()]
