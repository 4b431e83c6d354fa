"""`load(rows, ...)` takes a card list of invented families in as the operator does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files import File

from programs.models import BnbaFile
from programs.services.bnba import applying, checking, uploads
from tests.programs.bnba.files import workbook
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
