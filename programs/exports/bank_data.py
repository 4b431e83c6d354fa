"""What the bank gets: a workbook of the families for whom it opens accounts, and a receipt to sign for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.db.models import FilteredRelation, Q
from django.template.loader import render_to_string
from django.utils import timezone

from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from pkh_sembako.office.models import Office
from programs.enums import Sex
from programs.exports.berita_acara import WATERMARK
from programs.models import BankData, Round, RoundEntry

CHUNK = 2_000
COLUMNS = (
    Column("NO", 6, Kind.COUNT),
    Column("NIK", 19, Kind.IDENTITY),
    Column("NO KK", 19, Kind.IDENTITY),
    Column("NAMA", 30),
    Column("TANGGAL LAHIR", 14, Kind.DATE),
    Column("JENIS KELAMIN", 14),
    Column("ALAMAT", 34),
    Column("DUSUN", 16),
    Column("RT", 6, Kind.IDENTITY),
    Column("RW", 6, Kind.IDENTITY),
    Column("DESA/KELURAHAN", 18),
    Column("KECAMATAN", 16),
    Column("KODE WILAYAH", 15, Kind.IDENTITY),
    Column("NOMOR HP", 16, Kind.IDENTITY),
)
HOME = "enrollment__household__"


def file_name(data: BankData) -> str:
    one = data.round
    return f"Data-bank-{one.program.upper()}-{one.tahun}-{one.tahap}-{data.pk}.xlsx"


def build(data: BankData, office: Office, target: IO[bytes], *, tell: Callable[[int], None]) -> tuple[int, int]:
    """Write the workbook; says how many families have a NIK and how many have none (they stand on a second sheet)."""
    counted = {True: 0, False: 0}
    titles = (
        f"Data keluarga {data.round} untuk {data.bank}, {office.government.removeprefix('Pemerintah ')}",
        f"Keperluan: {data.purpose}",
        *(("CONTOH: nama dan nomor di lembar ini bukan milik siapa pun",) if settings.DEMO else ()),
    )

    def rows(*, with_nik: bool) -> Iterator[tuple[Any, ...]]:
        for number, values in enumerate(_families(data.round, with_nik=with_nik), start=1):
            counted[with_nik] = number
            if number % CHUNK == 0:
                tell(number)
            nik, no_kk, name, born, sex, *rest = values
            yield (number, nik, no_kk, name, born, Sex(sex).label if sex else "", *rest)

    sheets = [Sheet("Keluarga", COLUMNS, rows(with_nik=True), titles)]
    if _entries(data.round, with_nik=False).exists():
        sheets.append(Sheet("Belum ada NIK", COLUMNS, rows(with_nik=False), titles))
    write(sheets, target)
    return counted[True], counted[False]


def _entries(the_round: Round, *, with_nik: bool) -> Any:
    entries = RoundEntry.objects.filter(round=the_round)
    return entries.exclude(**{HOME + "nik": ""}) if with_nik else entries.filter(**{HOME + "nik": ""})


def _families(the_round: Round, *, with_nik: bool) -> Iterator[tuple[Any, ...]]:
    """One query; the pengurus is the person the account is opened for."""
    own = ("nik", "no_kk", "name")
    home = ("alamat", "dusun", "rt", "rw", "desa__name", "desa__kecamatan__name", "desa_id", "phone")
    names = [HOME + name for name in own] + ["person__birth_date", "person__sex"] + [HOME + name for name in home]
    person = FilteredRelation(HOME + "members", condition=Q(**{HOME + "members__is_pengurus": True}))
    entries = _entries(the_round, with_nik=with_nik).annotate(person=person)
    order = (HOME + "desa_id", HOME + "name_search", "id")
    yield from entries.order_by(*order).values_list(*names).iterator(chunk_size=CHUNK)


@dataclass(frozen=True)
class Receipt:
    """What the receipt prints: facts as (label, value), and who signs."""

    letterhead: Any
    sheet: Any
    title: str
    facts: tuple[tuple[str, str], ...]
    signers: tuple[tuple[str, str], ...]
    place: str
    printed: str
    mark: str = ""


def receipt(data: BankData, office: Office, *, by: str) -> Receipt:
    """The receipt to print, sign and scan; the hash says which file was meant."""
    file = data.file
    if file is None:
        raise ValueError("the workbook is not made")
    return Receipt(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        title="TANDA TERIMA DATA KELUARGA PENERIMA MANFAAT",
        facts=(
            ("Daftar", str(data.round)),
            ("Diserahkan kepada", data.bank),
            ("Keperluan", data.purpose),
            ("Nama berkas", file.name),
            ("Jumlah keluarga", thousands(data.families)),
            *((("Keluarga tanpa NIK (lembar kedua)", thousands(data.without_nik)),) if data.without_nik else ()),
            ("Sidik jari berkas (SHA-256)", file.sha256),
            ("Dibuat", tanggal_jam(timezone.localtime(file.at))),
            *((("Diserahkan", tanggal_jam(timezone.localtime(data.handed_at))),) if data.handed_at else ()),
        ),
        signers=(("Yang menerima,", data.bank), ("Yang menyerahkan,", office.name)),
        place=f"{office.place or office.kabupaten}, {tanggal(timezone.localdate())}",
        printed=f"Dicetak {tanggal_jam(timezone.localtime())} oleh {by}",
        mark=pdf.data_uri(WATERMARK.format(words="CONTOH"), "image/svg+xml") if settings.DEMO else "",
    )


def render(paper: Receipt) -> bytes:
    """The PDF, one page."""
    return pdf.render(render_to_string("documents/paper/tanda_terima_data.html", {"terima": paper}))
