"""BNBA files of invented families of Magetan, and what the registry says of them."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from programs.models import Enrollment, Household, Member, RoundEntry


def titles(text: str, separator: str = "|") -> list[str]:
    return text.split(separator)


V1 = titles(
    "IDDTKS NOKK NIK_KTP NAMA_PENERIMA NAMA_PROP NAMA_KAB NAMA_KEC NAMA_KEL KODE_WILAYAH TAHAP BANSOS BANK ALAMAT NO_RT"
    " NO_RW DUSUN DIR GELOMBANG NOMINAL",
    " ",
)
V2 = titles(
    "Id_DTKS|Provinsi|Kabupaten/Kota|Kecamatan|Desa/Kelurahan|Alamat|Dusun|RT|RW|Nokk|Nik|Nama|Tanggal Lahir|"
    "Jenis Kelamin|Hub Keluarga|Bansos BPNT|Bansos PKH"
)
V6 = titles("No|Nama Pengurus|No KK|Desa|Alamat|RT|RW|AK|Komponen|Hamil|AUD|SD|SMP|SMA|Lansia|Disabilitas|Nominal")


def nik(number: int) -> str:
    return f"352007570890{number:04d}"


def no_kk(number: int) -> str:
    return f"352007010115{number:04d}"


def v1(number: int, **cells: Any) -> list[Any]:
    """Row of family `number` in a Kemensos file; `cells` replaces cells by header."""
    row = dict(zip(V1, [
        f"DTKS{number:04d}", no_kk(number), nik(number), f"MELATI CONTOH {number}", "JAWA TIMUR", "MAGETAN", "PLAOSAN",
        "BULUGUNUNG", "", "4", "PKH", "BNI", f"JL. RAYA {number}", "001", "002", "KRAJAN", "1", "1", "600000",
    ], strict=True))  # fmt: skip
    return [(row | cells)[title] for title in V1]


def v2(number: int, person: int, name: str, relation: str, **cells: Any) -> list[Any]:
    """Row of a person of family `number` in a person list."""
    row = dict(zip(V2, [
        f"DTKS{number:04d}", "JAWA TIMUR", "MAGETAN", "PLAOSAN", "BULUGUNUNG", "JL. RAYA", "KRAJAN", "1", "2",
        no_kk(number), nik(person), name, "17-08-1990", "P", relation, "N", "Y",
    ], strict=True))  # fmt: skip
    return [(row | cells)[title] for title in V2]


def v6(number: int, **cells: Any) -> list[Any]:
    row = dict(zip(V6, [
        number, f"MELATI CONTOH {number}", no_kk(number), "BULUGUNUNG", "KRAJAN", "1", "2", 3, "", 0, 1, 1, 0, 0, 0, 0,
        600000,
    ], strict=True))  # fmt: skip
    return [(row | cells)[title] for title in V6]


def workbook(path: Path, titles: list[str], rows: list[list[Any]], sheet: str = "BNBA") -> Path:
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in [titles, *rows]:
        page.append(row)
    book.save(path)
    return path


def registry() -> dict[str, list[Any]]:
    """Every value of the registry and of all lists that a file may write, in a fixed order; no ids, no moments."""
    return {
        "households": list(
            Household.objects.order_by("nik", "no_kk", "name").values_list(
                "nik", "no_kk", "name", "name_search", "desa", "alamat", "dusun", "rt", "rw", "iddtks", "phone", "desil"
            )
        ),
        "members": list(
            Member.objects.order_by("household__nik", "household__no_kk", "nik", "name").values_list(
                "household__nik", "nik", "name", "sex", "birth_date", "relation", "is_pengurus", "components"
            )
        ),
        "enrollments": [
            (*row[:-1], sorted(row[-1].items(), key=str))
            for row in Enrollment.objects.order_by("household__nik", "household__no_kk", "program").values_list(
                "household__nik", "household__no_kk", "program", "status", "pendamping", "notes", "imported"
            )
        ],
        "entries": [
            (*row[:-2], str(sorted(row[-2].items())), str(sorted(row[-1].items())))
            for row in RoundEntry.objects.order_by(
                "round", "enrollment__household__nik", "enrollment__household__no_kk"
            ).values_list(
                "round", "enrollment__household__nik", "enrollment__household__no_kk", "kecamatan", "desa", "tahap",
                "nominal", "bank", "gelombang", "direction", "file", "counts", "extra",
            )
        ],
    }  # fmt: skip
