"""A synthetic BNBA of invented people in the Kemensos layout (V1, 19 columns), as a workbook."""

import random
from pathlib import Path

from openpyxl import Workbook

from pkh_sembako.office.models import Desa

TITLES = (
    "IDDTKS NOKK NIK_KTP NAMA_PENERIMA NAMA_PROP NAMA_KAB NAMA_KEC NAMA_KEL KODE_WILAYAH TAHAP BANSOS BANK ALAMAT NO_RT"
    " NO_RW DUSUN DIR GELOMBANG NOMINAL"
).split()
CARD_TITLES = ["NIK KPM", "NAMA KPM", "NOMOR KKS", "JENIS BANSOS", "TAHAP SALUR", "NOMINAL CAIR"]
FIRST = (
    "Aminah Budiman Cahyani Darsono Endang Fatimah Gunawan Hartini Imron Jumiati Kasiman Lestari Mulyono Ngatini"
).split()
LAST = (
    "Prasaja Rahayu Sutrisna Triyanta Utaminingsih Wulandari Yuliana Widodari Santosa Purwanti Handayana Kusuma".split()
)
DUSUN = "Krajan Ngasem Sidorejo Gondang Manggis Pojok".split()


def people(rows: int, seed: int = 1) -> list[list[str]]:
    """`rows` rows of text cells; the same seed gives the same people."""
    chance = random.Random(seed)
    places = list(Desa.objects.of_office().values_list("code", "name", "kecamatan__name").order_by("code"))
    return [_person(chance, number, *places[number % len(places)]) for number in range(rows)]


def _person(chance: random.Random, number: int, code: str, desa: str, kecamatan: str) -> list[str]:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(60, 99)
    serial = f"{day + 40:02d}{month:02d}{year:02d}{number % 9000 + 1:04d}"
    prefix = f"3520{number // 9000 % 90 + 1:02d}"
    name = " ".join((chance.choice(FIRST), chance.choice(LAST), chance.choice(LAST))).upper()
    return [
        f"DTKS{number:010d}", f"{prefix}{day:02d}{month:02d}{year:02d}{number % 9000 + 1:04d}", prefix + serial, name,
        "JAWA TIMUR", "MAGETAN", kecamatan.upper(), desa.upper(), code.replace(".", ""), "4", "PKH", "BNI",
        f"JL. {chance.choice(LAST).upper()} {chance.randint(1, 99)}", f"{chance.randint(1, 12):03d}",
        f"{chance.randint(1, 6):03d}", chance.choice(DUSUN).upper(), "DIR 1", "GELOMBANG 1",
        f"{chance.choice((600, 750, 900))}000",
    ]  # fmt: skip


def with_changes(rows: list[list[str]], share: float) -> list[list[str]]:
    """The next tahap's file: the same people, a share of them with a new address."""
    every = round(1 / share)
    return [[*row[:12], f"JL. BARU {at}", *row[13:]] if at % every == 0 else row for at, row in enumerate(rows)]


def cards(rows: list[list[str]]) -> list[list[str]]:
    """A card for each of these people, as the task list of SIKS-NG has it (V7)."""
    return [
        [row[2], row[3], f"6013{number:012d}", "PKH + SEMBAKO" if number % 2 else "SEMBAKO", "Tahap 11 Tahun 2026",
         "Rp 600.000"]
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip


def write(path: Path, rows: list[list[str]], titles: list[str] = TITLES) -> Path:
    """One sheet, header in the first row, every cell a text, as the ministry sends it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("BNBA")
    sheet.append(titles)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
