"""The shapes that reading a BNBA file gives; plain data, no Django.

Texts are cleaned (NBSP, control characters and doubled spaces gone), numbers are int, dates are `datetime.date`,
what the file leaves empty is "" for text and None for everything else. No text is longer than `cells.LONGEST` says.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Finding(NamedTuple):
    """One refusal or one warning, in the order of the contract's JSON: `Finding._asdict()` is that object."""

    sheet: str
    row: int  # row of the sheet, 1-based
    column: str  # header as the file spells it
    code: str  # nik_missing, region_unknown, ... (contract, "Rounds, lists and files")
    message: str  # Indonesian, never a full NIK


class StagedRow(NamedTuple):
    """A row that passed; a plain tuple in COPY order. Field names are `StagedRow._fields`."""

    sheet: str
    row_no: int  # row of the sheet, 1-based
    nik: str  # 16 digits, or "" when the layout has no NIK column
    no_kk: str  # 16 digits or ""
    name: str
    kecamatan_code: str  # as given to Regions, e.g. "35.20.06"
    desa_code: str
    alamat: str
    rt: str  # three digits "001", or the text as written, or ""
    rw: str
    dusun: str
    birth_date: date | None
    sex: str  # "L", "P" or ""
    tahap: str  # as written, "4" for a number cell
    nominal: int | None  # whole rupiah
    bank: str
    gelombang: str
    dir: str
    iddtks: str
    hub: str  # hubungan keluarga as written
    pengurus: bool  # True, except for a person of a person list who is not kepala keluarga
    counts: dict[str, int] | None  # V6 only: ak hamil aud sd smp sma lansia disabilitas
    extra: dict[str, str] | None  # header -> text: unknown columns, and known ones too long or not understood
    kks: str = ""  # card lists only: 16 digits
    account: str = ""
    branch: str = ""
    serves: str = ""  # JENIS BANSOS: "PKH", "SEMBAKO", "PKH + SEMBAKO" or ""


class RefusedRow(NamedTuple):
    """A refused row as the file has it, for "Unduh baris yang ditolak"; `cells` follow the sheet's headers."""

    sheet: str
    row_no: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]  # messages


@dataclass(frozen=True, slots=True)
class Header:
    """A recognised header: where it stands, what it says and which column means what."""

    row: int  # first row of the header, 1-based
    last_row: int  # differs from `row` for a two-row header
    titles: tuple[str, ...]  # one text per column, "" for a column without header
    fields: dict[int, str]  # column index (0-based) -> field of aliases.toml
    signature: str  # SHA-256 of the normalised titles; key under which a hand-made mapping is remembered

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles of the columns that no field claims; they travel in `extra`."""
        return tuple(title for index, title in enumerate(self.titles) if title and index not in self.fields)


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of the file; `header` is None when none was recognised."""

    name: str
    hidden: bool
    height: int  # rows, the header and what stands above it included; 0 = not known before reading (CSV)
    header: Header | None
    layout: str | None  # V1 V1b V2 V4 V6 V7 V9 KKS lain
    sample: tuple[tuple[str, ...], ...] = ()  # preview only: the first data rows as text


@dataclass(frozen=True, slots=True)
class Preview:
    """What the wizard shows before anything is read in full."""

    sheets: tuple[SheetInfo, ...]
    layout: str | None  # None: no sheet recognised or sheets of several layouts
    kind: str | None  # calon | peserta, "" for a card list
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file, checked. Nothing here knows the registry.

    `rows` is empty when a `sink` took the rows. `seen` counts staged and refused rows; skipped, blank, total and
    number rows are not in it.
    """

    layout: str
    kind: str  # default kind of the layout: calon | peserta, "" for a card list
    sheets: tuple[SheetInfo, ...]  # only those that were read
    header_row: int  # of the first sheet read
    headers: tuple[str, ...]  # of the first sheet read
    unknown: tuple[str, ...]  # headers kept in `extra`, over all sheets
    seen: int
    staged: int
    skipped: int  # person lists: flag N for the program
    rows: list[StagedRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    notes: tuple[str, ...] = ()  # sentences about the file: hidden sheets and rows, lines ignored below a total

    @property
    def person_list(self) -> bool:
        """Rows of one NKK are one family (V2, V4)."""
        return self.layout in ("V2", "V4")
