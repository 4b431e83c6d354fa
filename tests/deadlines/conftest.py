"""Deadlines as SOP steps open them, in the office of Magetan."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.services import clock
from pkh_sembako.office.models import Kecamatan

WIB = ZoneInfo("Asia/Jakarta")
numbers = count(1)


def at(text: str) -> datetime:
    """A moment by the clock of Magetan."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.fixture
def work(cast) -> Callable[..., Deadline]:
    """`work("2026-10-05 09:00", "hari_kerja", 5)`: a clock that korkab must stop; keywords as clock.open's."""

    def begin(start: str, unit: str, amount: int | None, **facts) -> Deadline:
        return clock.open(
            f"work:{next(numbers)}",
            **{
                "title": "8. Integrasi data",
                "group": "PKH Tahap 4 2026",
                "url": "/siklus/1/langkah/8/",
                "roles": ["korkab"],
                "unit": unit,
                "amount": amount,
                "started_at": at(start),
                "by": None,
                **facts,
            },
        )

    return begin


@pytest.fixture
def share(work) -> Callable[..., Deadline]:
    """`share("35.20.07", parent)`: a kecamatan's part of a fanned-out kroscek of 5 hari kerja."""

    def begin(kecamatan: str, parent: Deadline | None = None, start: str = "2026-10-05 09:00", **facts) -> Deadline:
        return work(
            start,
            "hari_kerja",
            5,
            **{
                "title": "9. Kroscek",
                "url": "/siklus/1/langkah/9/",
                "roles": ["korcam"],
                "checker_roles": ["korkab"],
                "stand_in_roles": ["korkab"],
                "kecamatan": Kecamatan.objects.get(pk=kecamatan),
                "parent": parent,
                "rungs": clock.SHARE_RUNGS,
                **facts,
            },
        )

    return begin


@pytest.fixture
def fanned_out(work) -> Deadline:
    return work("2026-10-05 09:00", "hari_kerja", 5, title="9. Kroscek", roles=["korcam"], rungs=clock.FANNED_OUT_RUNGS)
