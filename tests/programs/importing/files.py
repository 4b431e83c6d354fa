"""BNBA files of every known layout, and hostile ones, written for tests. All people are invented.

`cells_*` give the cells of a sheet as lists; `workbook` and `csv_file` write them. NIKs are of Magetan.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from programs.importing.regions import Regions


def _titles(text: str) -> list[str]:
    return text.split("|")


KECAMATAN = [("35.20.06", "Plaosan"), ("35.20.02", "Parang")]
DESA = [
    ("35.20.06.1002", "35.20.06", "Plaosan", "kelurahan"),
    ("35.20.06.2004", "35.20.06", "Bulugunung", "desa"),
    ("35.20.06.2009", "35.20.06", "Dadi", "desa"),
    ("35.20.06.2011", "35.20.06", "Plaosan", "desa"),
    ("35.20.02.2001", "35.20.02", "Sundul", "desa"),
    ("35.20.02.2002", "35.20.02", "Dadi", "desa"),  # the same name as one in Plaosan
]
REGIONS = Regions(
    KECAMATAN, DESA, kabupaten=("35.20", "Magetan"), kabupaten_codes=("3520", "3519", "9111", "9171", "9201", "96.71")
)
NAMES = ("SITI AMINAH", "SRI WAHYUNI", "PARTINI", "SULASTRI", "NGATMI", "WARSITO", "SUKINEM", "DEWI LESTARI")
V1 = _titles(
    "IDDTKS|NOKK|NIK_KTP|NAMA_PENERIMA|NAMA_PROP|NAMA_KAB|NAMA_KEC|NAMA_KEL|KODE_WILAYAH|TAHAP|BANSOS|BANK|ALAMAT|NO_RT|"
    "NO_RW|DUSUN|DIR|GELOMBANG|NOMINAL"
)
V1B = _titles(
    "ID DTKS|NO KK|NIK KTP|NAMA PENERIMA|KODE WILAYAH|TAHAP|BANSOS|NOMINAL|BANK|PROVINSI|KABUPATEN|KECAMATAN|KELURAHAN|"
    "ALAMAT|DUSUN|RT|RW|DIR|GELOMBANG"
)
V2 = _titles(
    "Id_DTKS|Provinsi|Kabupaten/Kota|Kecamatan|Desa/Kelurahan|Alamat|Dusun|RT|RW|Nokk|Nik|Nama|Tanggal Lahir|"
    "Tempat Lahir|Jenis Kelamin|Pekerjaan|Nama Ibu Kandung|Hub Keluarga|Keterangan padan|"
    "Bansos BPNT|Bansos PKH|Bansos BPNT PPKM|PBI JKN"
)
V4_TOP = _titles(
    "NIK|DISABILITAS|NO KK|NAMA|TEMPAT/TANGGAL LAHIR|IBU KANDUNG|JENIS KELAMIN|PEKERJAAN|STATUS KAWIN|"
    "HUBUNGAN KELUARGA|ALAMAT|RT|RW|PROVINSI|KABUPATEN|KECAMATAN|KELURAHAN|PKH|||BSP||"
)
V4_BELOW = [""] * 17 + ["FLAG", "STATUS", "ALASAN"] * 2
V6 = _titles(
    "No|Nama Pengurus|No KK|Desa|Alamat|RT|RW|AK|Komponen|Hamil|AUD|SD|SMP|SMA|Lansia|Disabilitas|Nominal|KELOMPOK|"
    "NOMINAL P2K2|PENGADUAN|TINDAK LANJUT"
)
V9_TOP = ["NO", "NO KK", "KEPALA KELUARGA", "IDENTITAS DI KARTU PESERTA", "", "", "", "", ""]
V9_BELOW = ["", "", "", "NIK", "NAMA", "TEMPAT LAHIR", "TANGGAL LAHIR", "JENIS KELAMIN", "ALAMAT"]


def born(i: int) -> date:
    """Day of birth of person i."""
    return date(1960, 1, 1) + timedelta(days=97 * i % 14_000)


def nik(i: int, region: str = "352006") -> str:
    """NIK of person i, a woman."""
    day = born(i)
    return f"{region}{day.day + 40:02d}{day:%m%y}{i % 9_999 + 1:04d}"


def nkk(i: int) -> str:
    """No. KK of family i."""
    return f"352006010115{i + 1:04d}"


def name(i: int) -> str:
    """Name of person i."""
    return f"{NAMES[i % len(NAMES)]} {chr(65 + i // len(NAMES) % 26)}"


def row_v1(i: int, **changed: object) -> list[object]:
    """Row i of a V1 file; `changed` replaces cells by header name."""
    values = [
        f"DTKS{i:08d}", nkk(i), nik(i), name(i), "JAWA TIMUR", "MAGETAN", "PLAOSAN", "BULUGUNUNG", "3520062004",
        "4", "PKH", "MANDIRI", f"JL. RAYA {i + 1}", "001", "002", "KRAJAN", "1", "2", 600_000,
    ]  # fmt: skip
    cells = dict(zip(V1, values, strict=True)) | changed
    return [cells[title] for title in V1]


def cells_v1(size: int) -> list[list[object]]:
    return [V1, *(row_v1(i) for i in range(size))]


def cells_v1b(size: int) -> list[list[object]]:
    """V1b is a V1 in another order and other words."""
    old = _titles(
        "IDDTKS|NOKK|NIK_KTP|NAMA_PENERIMA|KODE_WILAYAH|TAHAP|BANSOS|NOMINAL|BANK|NAMA_PROP|NAMA_KAB|NAMA_KEC|NAMA_KEL|"
        "ALAMAT|DUSUN|NO_RT|NO_RW|DIR|GELOMBANG"
    )
    order = [V1.index(title) for title in old]
    return [V1B, *([row_v1(i)[index] for index in order] for i in range(size))]


def cells_v2(families: int, persons: int = 2) -> list[list[object]]:
    """Each family has a kepala keluarga with flag Y and members; the last member has flag N."""
    rows: list[list[object]] = [V2]
    for family in range(families):
        for person in range(persons):
            i = family * persons + person
            flag = "N" if person and person == persons - 1 else "Y"
            rows.append(
                [f"DTKS{family:08d}", "JAWA TIMUR", "KAB. MAGETAN", "PLAOSAN", "DADI", "DSN KRAJAN", "KRAJAN", "1", "2",
                 nkk(family), nik(i), name(i), f"{born(i):%d-%m-%Y}", "MAGETAN", "Perempuan", "PETANI", "SUMINAH",
                 "ANAK" if person else "KEPALA KELUARGA", "Y", "Y", flag, "N", "Y"]
            )  # fmt: skip
    return rows


def cells_v4(size: int) -> list[list[object]]:
    """Two header rows, the triples PKH and BSP merged above FLAG, STATUS, ALASAN."""
    rows: list[list[object]] = [V4_TOP, V4_BELOW]
    for i in range(size):
        flags = ["Ya" if i % 2 == 0 else "Tidak", "Layak", "", "Ya", "Layak", ""]
        rows.append(
            [f"'{nik(i)}", "", f"'{nkk(i)}", name(i), f"MAGETAN, {born(i):%d/%m/%Y}", "SUMINAH", "P", "PETANI", "KAWIN",
             "KEPALA KELUARGA", "DSN KRAJAN", "1", "2", "JAWA TIMUR", "MAGETAN", "PARANG", "SUNDUL", *flags]
        )  # fmt: skip
    return rows


def cells_v6(size: int) -> list[list[object]]:
    """Title rows above, column numbers and a total row around the data."""
    rows: list[list[object]] = [["DAFTAR KPM PKH KECAMATAN PLAOSAN"], [], V6, list(range(1, len(V6) + 1))]
    for i in range(size):
        rows.append(
            [i + 1, name(i), nkk(i), "DS. BULUGUNUNG", "RT 01 RW 02", 1, 2, 4, "SD, SMP", 0, 1, 1, 1, "", 0, 0,
             "Rp 750.000", "MAWAR", "", "", ""]
        )  # fmt: skip
    return [*rows, ["", "JUMLAH", "", "", "", "", "", 4 * size], [], ["", "", "", "Magetan, 5 November 2026"]]


def cells_v9(size: int) -> list[list[object]]:
    """A report with a merged header of two rows; neither kecamatan nor desa has a column."""
    rows: list[list[object]] = [["LAPORAN KEPESERTAAN"], [], V9_TOP, V9_BELOW]
    for i in range(size):
        rows.append(
            [
                i + 1,
                nkk(i),
                "SUPARMAN",
                nik(i),
                name(i),
                "MAGETAN",
                f"{born(i):%d-%m-%Y}",
                "P",
                "DSN KRAJAN RT 003/RW 004",
            ]
        )
    return rows


def workbook(path: Path, **sheets: Iterable[Sequence[object]]) -> Path:
    """Write sheets (name -> rows) as .xlsx; underscores of a name become spaces. Text stays text."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value in ("", None):
                    continue
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


def csv_file(path: Path, rows: Iterable[Sequence[object]], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """Write rows as CSV."""
    lines = (delimiter.join(f'"{cell}"' if delimiter in str(cell) else str(cell) for cell in row) for row in rows)
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path
