"""`load(rows, ...)` uploads, checks and applies a file of invented families as the operator does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files import File

from pkh_sembako.accounts.models import User
from programs.models import BnbaFile
from programs.services.bnba import applying, checking, uploads
from tests.programs.bnba import files


@pytest.fixture
def put(tmp_path, operator) -> Callable[..., BnbaFile]:
    """An uploaded file, not read yet."""
    count = iter(range(1, 1000))

    def upload(
        rows, *, titles=files.V1, program="pkh", tahun=2026, tahap=4, kind="", by: User | None = None
    ) -> BnbaFile:
        path = files.workbook(tmp_path / f"bnba{next(count)}.xlsx", titles, rows)
        return put_path(path, program=program, tahun=tahun, tahap=tahap, kind=kind, by=by or operator)

    return upload


def put_path(path: Path, *, by: User, program="pkh", tahun=2026, tahap=4, kind="") -> BnbaFile:
    with path.open("rb") as content:
        return uploads.upload(
            File(content), name=path.name, program=program, tahun=tahun, tahap=tahap, kind=kind, by=by
        )


@pytest.fixture
def check(put, operator) -> Callable[..., BnbaFile]:
    return lambda rows, **options: checking.check(put(rows, **options), by=operator)


@pytest.fixture
def load(check, operator) -> Callable[..., BnbaFile]:
    def carry_out(rows, *, replaces=False, **options) -> BnbaFile:
        return applying.apply(check(rows, **options), by=operator, replaces=replaces)

    return carry_out
