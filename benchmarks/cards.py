"""Cards of invented families, for what is measured of the distribution."""

import resource
from datetime import date
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programs.models import KksSchedule, Round

STREETS = ("Dusun Krajan", "Dusun Ngasem", "Dusun Sumber Agung", "Jalan Raya Timur 14", "Dusun Gondang Lor")


def receive(counts: dict[str, int], *, tahap: int = 11) -> "Round":
    """A Sembako round with so many cards by code of the desa, received from the bank."""
    from django.db import transaction

    from pkh_sembako.accounts.services.system import system_user
    from programs.models import Kks, Round
    from programs.services.kks import door

    the_round = Round.objects.create(program="sembako", tahun=2026, tahap=tahap)
    with transaction.atomic():
        for desa, count in counts.items():
            Kks.objects.bulk_create(
                Kks(household=family, number=f"6{tahap:03d}{family.pk:012d}", round=the_round, desa_id=desa,
                    serves_sembako=True) for family in _families(desa, count)
            )  # fmt: skip
        door.receipts(Kks.objects.filter(round=the_round), by=system_user())
    _analyze()
    return the_round


def _families(desa: str, count: int) -> list:
    from programs.models import Household

    first = Household.objects.count()
    return Household.objects.bulk_create(
        Household(nik=f"352007{number:09d}1", no_kk=f"352007{number:09d}2", name=f"Siti Contoh Wulandari {number}",
                  name_search=f"SITI CONTOH WULANDARI {number}", desa_id=desa, alamat=STREETS[number % len(STREETS)],
                  rt=f"{number % 9 + 1:03d}", rw=f"{number % 5 + 1:03d}")
        for number in range(first, first + count)
    )  # fmt: skip


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE programs_kks, programs_kksevent, programs_household")


def scheduled(the_round: "Round", *, teams: int, per_hour: int) -> "KksSchedule":
    """Proposed, made for the bank and received: every card has its session."""
    from pkh_sembako.accounts.services.system import system_user
    from programs.services.kks import scheduling

    by = system_user()
    sizes = scheduling.Sizes(starts=date(2026, 11, 23), teams=teams, per_hour=per_hour)
    schedule = scheduling.propose(the_round, sizes, by=by)
    scheduling.make(schedule, by=by)
    return scheduling.receive(schedule, by=by)


def weighted(total: int, codes: list[str]) -> dict[str, int]:
    """`total` cards over these desa, of uneven size as desa are."""
    chance = Random(1)
    weights = [chance.lognormvariate(0, 0.5) for _ in codes]
    counts = {code: max(1, int(total * weight / sum(weights))) for code, weight in zip(codes, weights, strict=True)}
    counts[codes[0]] += total - sum(counts.values())
    return counts


def memory() -> float:
    """Highest memory so far of this process or of one of its children, MB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def processor() -> float:
    """Seconds of processor time so far of this process and its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
