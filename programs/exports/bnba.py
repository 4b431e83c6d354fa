"""A Round's BNBA as a workbook: in the ministry's payment layout (V1 of domain.md 3) or readable in the office.

What is determined stands on two sheets, those who may be paid first (or on one for each kecamatan); what is not
determined says so in its title.
A file in the ministry's layout, imported again, changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings

from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.lib.xlsx import Sheet, write
from pkh_sembako.office.models import Office
from programs.exports.bnba_columns import MINISTRY, NO_NIK, OFFICE, ministry_row, office_row, without_nik
from programs.exports.bnba_parts import NOTHING_MORE, REASON, Part, by_place
from programs.models import Determination, Round
from programs.queries import bnba_list
from programs.queries.bnba_list import ListedFamily

PAYABLE_SHEET, OTHER_SHEET, STANDING_SHEET, NO_NIK_SHEET = (
    "Layak bayar",
    "Tidak layak bayar",
    "BNBA",
    "Belum ada NIK",
)
TELL_EVERY = 500  # rows between two words to the job's page


class Layout(StrEnum):
    MINISTRY = "kemensos"
    OFFICE = "kantor"


LAYOUT_LABELS = {Layout.MINISTRY: "Susunan Kemensos", Layout.OFFICE: "Susunan kantor (mudah dibaca)"}
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Book:
    """What a workbook is made of: the Round, the determination in force (or none), the office, the moment."""

    the_round: Round
    determination: Determination | None
    office: Office
    now: datetime
    number: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        region = self.office.government.removeprefix("Pemerintah ")
        sample = ("CONTOH: nama dan nomor di lembar ini bukan milik siapa pun",) if settings.DEMO else ()
        return f"BNBA {self.the_round}, {region}", self._standing(), *sample

    def _standing(self) -> str:
        if self.determination is None:
            moment = tanggal_jam(self.now, ZoneInfo(self.office.zone)).replace(" pukul ", " ")
            return f"Keadaan per {moment}, belum ditetapkan"
        day = tanggal(self.determination.determined_at.astimezone(ZoneInfo(self.office.zone)))
        by = f" dengan Berita Acara Nomor {self.number}" if self.number else ""
        return f"Ditetapkan{by} tanggal {day}, sidik jari daftar {self.determination.list_hash}"

    @property
    def file_name(self) -> str:
        version = f"-v{self.determination.ba.version}" if self.determination else "-sementara"
        one = self.the_round
        return f"BNBA-{one.program.upper()}-{one.tahun}-{one.tahap}{version}.xlsx"


def open_book(the_round: Round, *, office: Office, now: datetime) -> Book:
    """The Round as determined, or as it stands. Two queries."""
    determination = bnba_list.latest_determination(the_round)
    return book_of(determination, office=office, now=now) if determination else Book(the_round, None, office, now)


def book_of(determination: Determination, *, office: Office, now: datetime) -> Book:
    document = determination.document
    return Book(determination.ba.round, determination, office, now, document.number if document else "")


def build(
    book: Book,
    target: IO[bytes],
    *,
    layout: Layout = Layout.MINISTRY,
    by_kecamatan: bool = False,
    tell: Tell | None = None,
) -> int:
    """Write the workbook; returns the number of families. `tell` hears how many are written and may stop by raising.

    `by_kecamatan`: a sheet for each kecamatan, with who may be paid and who may not told apart in a column.
    """
    columns, row_of = (MINISTRY, ministry_row) if layout == Layout.MINISTRY else (OFFICE, office_row)
    left_out: list[ListedFamily] = []
    told = _telling(tell)
    wanted = _split(left_out) if layout == Layout.MINISTRY else iter

    def sheet(part: Part) -> Sheet:
        more = part.more if layout == Layout.MINISTRY else NOTHING_MORE
        families = told(wanted(part.families))
        rows = (row_of(book.the_round, book.office, family) + more.values(family) for family in families)
        return Sheet(part.name, [*columns, *more.columns], rows, book.titles)

    def sheets() -> Iterator[Sheet]:
        yield from map(sheet, by_place(book.determination, book.the_round) if by_kecamatan else _parts(book))
        if left_out:
            yield Sheet(NO_NIK_SHEET, NO_NIK, [without_nik(family) for family in left_out], book.titles)

    return write(sheets(), target)


def _parts(book: Book) -> Iterator[Part]:
    """What is determined on two sheets, those who may be paid first; else the list as it stands."""
    if book.determination is None:
        yield Part(STANDING_SHEET, bnba_list.standing(book.the_round))
    else:
        yield Part(PAYABLE_SHEET, bnba_list.determined(book.determination, payable=True))
        yield Part(OTHER_SHEET, bnba_list.determined(book.determination, payable=False), REASON)


def _split(left_out: list[ListedFamily]) -> Callable[[Iterable[ListedFamily]], Iterator[ListedFamily]]:
    """The ministry's layout has no family without a NIK: those go to a sheet of their own, to be completed."""

    def with_nik(families: Iterable[ListedFamily]) -> Iterator[ListedFamily]:
        for family in families:
            if family.nik:
                yield family
            else:
                left_out.append(family)

    return with_nik


def _telling(tell: Tell | None) -> Callable[[Iterable[ListedFamily]], Iterator[ListedFamily]]:
    count = 0

    def counted(families: Iterable[ListedFamily]) -> Iterator[ListedFamily]:
        nonlocal count
        for family in families:
            count += 1
            if tell and count % TELL_EVERY == 0:
                tell(count)
            yield family

    return counted
