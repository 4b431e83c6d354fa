"""Exports of SIKS-NG in layout V4 and what is made of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pkh_sembako.audit import jobs
from programs import tasks  # noqa: F401 - registers the handlers
from programs.models import Household, SiksComparison
from programs.services import families
from programs.services.siksng import files as received
from tests.programs.bnba.files import workbook
from tests.programs.factories import nik, no_kk

# Spelled as SIKS-NG spells it: one row of headings, each triple under its program.
V4 = (
    "NIK|DISABILITAS|NO KK|NAMA|TEMPAT/TANGGAL LAHIR|IBU KANDUNG|JENIS KELAMIN|PEKERJAAN|STATUS KAWIN|"
    "HUBUNGAN KELUARGA|ALAMAT|RT|RW|PROVINSI|KABUPATEN|KECAMATAN|KELURAHAN|"
    "NON_BANSOS|STATUS|ALASAN|PKH|STATUS|ALASAN|BSP|STATUS|ALASAN|PBI|STATUS|ALASAN"
).split("|")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT = {"pkh": V4.index("PKH"), "status": V4.index("PKH") + 1}


def person(number: int, desa: str, **cells: Any) -> list[Any]:
    """Kepala keluarga of family `number` as the factories make it; `cells` by heading, `pkh`, `status`."""
    flags = ["Tidak", "", "", "Ya", "Layak", "", "Ya", "Layak", "", "Ya", "Layak", ""]
    row = [
        f"'{nik(number)}", "", f"'{no_kk(number)}", f"MELATI CONTOH {number}", "", "", "", "", "", "KEPALA KELUARGA",
        "DUSUN CONTOH", "1", "2", "JAWA TIMUR", "MAGETAN", "PLAOSAN", desa.upper(), *flags,
    ]  # fmt: skip
    for title, value in cells.items():
        row[AT[title] if title in AT else V4.index(title)] = value
    return row


@pytest.fixture
def desa(entries) -> str:
    return entries[0].desa.name


@pytest.fixture
def uploaded(tmp_path, apd) -> Callable[..., SiksComparison]:
    def upload(rows: list[list[Any]], titles: list[str] = V4) -> SiksComparison:
        path: Path = workbook(tmp_path / "siks.xlsx", titles, rows)
        file = SimpleUploadedFile("siks.xlsx", path.read_bytes(), XLSX)
        return received.upload(file, program="pkh", by=apd)

    return upload


@pytest.fixture
def compared(uploaded) -> Callable[..., SiksComparison]:
    def compare(rows: list[list[Any]], titles: list[str] = V4) -> SiksComparison:
        made = uploaded(rows, titles)
        jobs.run(received.job_of(made).pk)
        made.refresh_from_db()
        return made

    return compare


def edit(family: Household, by, **values) -> Household:
    family.refresh_from_db()
    return families.edit(family, values, version=family.version, by=by, reason="Kartu keluarga baru")


@pytest.fixture
def homes(entries) -> list[Household]:
    """Plaosan's four families."""
    return [entry.enrollment.household for entry in entries[:4]]
