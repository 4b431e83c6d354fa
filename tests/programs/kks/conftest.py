"""`load(rows, ...)` takes a card list of invented families in as the operator does; a schedule as far as asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files import File

from pkh_sembako.office.models import Desa
from programs.models import BnbaFile, Kks, KksSchedule, Round
from programs.services.bnba import applying, checking, uploads
from programs.services.kks import scheduling
from tests.programs.bnba.files import workbook
from tests.programs.kks.factories import PLAN, PLAOSAN, cards
from tests.programs.kks.lists import V7


@pytest.fixture
def put(tmp_path, operator) -> Callable[..., BnbaFile]:
    """An uploaded card list, not read yet."""
    count = iter(range(1, 1000))

    def upload(rows, *, titles=V7, program="sembako", tahun=2026, tahap=11, sheet="KKS") -> BnbaFile:
        path: Path = workbook(tmp_path / f"kartu{next(count)}.xlsx", titles, rows, sheet)
        with path.open("rb") as content:
            return uploads.upload(File(content), name=path.name, program=program, tahun=tahun, tahap=tahap, by=operator)

    return upload


@pytest.fixture
def check(put, operator) -> Callable[..., BnbaFile]:
    return lambda rows, **options: checking.check(put(rows, **options), by=operator)


@pytest.fixture
def load(check, operator) -> Callable[..., BnbaFile]:
    return lambda rows, **options: applying.apply(check(rows, **options), by=operator)


@pytest.fixture
def sembako(db, reference) -> Round:
    return Round.objects.create(program="sembako", tahun=2026, tahap=11)


@pytest.fixture
def two_desa(reference, db) -> list[Desa]:
    return list(Desa.objects.filter(kecamatan=PLAOSAN).order_by("code")[:2])


@pytest.fixture
def waiting(sembako, two_desa, operator) -> list[Kks]:
    first, second = two_desa
    return cards(sembako, first, 12, by=operator) + cards(sembako, second, 5, by=operator, first=101)


@pytest.fixture
def draft(sembako, waiting, bank) -> KksSchedule:
    return scheduling.propose(sembako, PLAN, by=bank)


@pytest.fixture
def received(draft, bank, operator) -> KksSchedule:
    scheduling.make(draft, by=bank)
    return scheduling.receive(draft, by=operator)
