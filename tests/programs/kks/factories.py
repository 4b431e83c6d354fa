"""Synthetic cards, received from the bank."""

from datetime import date

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.office.models import Desa
from programs.models import Kks, KksSchedule, KksSlot, Round
from programs.services.kks import door
from programs.services.kks.scheduling import Sizes
from tests.programs.factories import families

PLAOSAN = "35.20.07"
PLAN = Sizes(starts=date(2026, 11, 23), teams=2, per_hour=10)


def number(n: int) -> str:
    """An invented card number."""
    return f"600000000000{n:04d}"


@transaction.atomic
def cards(the_round: Round, desa: Desa, count: int, *, by: User, first: int = 1) -> list[Kks]:
    """`count` new families of a desa with a card each, just received."""
    made = Kks.objects.bulk_create(
        Kks(household=household, number=number(first + place), round=the_round, desa=desa, serves_sembako=True)
        for place, household in enumerate(families(desa, count, first=first))
    )
    door.receipts(Kks.objects.filter(pk__in=[card.pk for card in made]), by=by)
    return made


def schedule(the_round: Round, *, by: User, starts: str = "2026-11-23") -> KksSchedule:
    return KksSchedule.objects.create(round=the_round, version=1, starts=starts, teams=2, per_hour=40, by=by)


def slot(the_schedule: KksSchedule, desa: Desa, *, day: str = "2026-11-24", team: int = 1, cards: int = 10) -> KksSlot:
    return KksSlot.objects.create(
        schedule=the_schedule,
        desa=desa,
        day=day,
        start="08:00",
        end="10:00",
        team=team,
        cards=cards,
        place="Balai desa",
    )
