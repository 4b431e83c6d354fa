"""Berita Acara hasil kroscek as a PDF: everything printed stands in `Paper`; rendering asks nothing of the database.

Shape after domain.md 5 (Permendagri 1/2023: kop, judul, pihak, isi bernomor, penutup, tanda tangan, lampiran).
"""

from dataclasses import dataclass, field

from django.template.loader import render_to_string

from pkh_sembako.documents.exports.letterhead import WATERMARK, Letterhead, Sheet
from pkh_sembako.lib import pdf

LARGEST_LIST = 2_000  # families printed as lampiran; more of them are named as a workbook with its hash


@dataclass(frozen=True)
class Party:
    """PIHAK KESATU or PIHAK KEDUA; a pendamping has neither NIP nor pangkat, and then no such line is printed."""

    label: str
    name: str
    nip: str
    rank: str
    title: str
    institution: str
    order: str = ""  # surat perintah of a Plt., Plh. or delegated official
    title_lines: tuple[str, ...] = ()  # above the signature, where it takes more than one line

    @property
    def signs_as(self) -> tuple[str, ...]:
        return self.title_lines or (self.title,)

    @property
    def rows(self) -> list[tuple[str, str]]:
        pairs = (
            ("Nama", self.name),
            ("NIP", self.nip),
            ("Pangkat/Gol.", self.rank),
            ("Jabatan", self.title),
            ("Surat perintah", self.order),
            ("Instansi", self.institution),
        )
        return [(label, value) for label, value in pairs if value]


@dataclass(frozen=True)
class Paraf:
    """One link of the chain that gave its paraf in the application."""

    title: str
    name: str
    at: str


@dataclass(frozen=True)
class Finding:
    """A numbered sentence of the body and its lettered parts."""

    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of lampiran I (`counts`: the four outcomes, jumlah, layak bayar) or II (per reason, jumlah)."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Recap:
    """A lampiran of counts."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True)
class Family:
    """One family of the list as lampiran III prints it: full numbers, for this is the official list."""

    number: int
    nik: str
    no_kk: str
    name: str
    address: str
    desa: str
    kecamatan: str
    outcome: str
    payable: str


@dataclass(frozen=True)
class Paper:
    """Everything that is printed; `families` is None when the list stands in the workbook only."""

    letterhead: Letterhead
    sheet: Sheet
    about: str  # after TENTANG, upper case
    number: str
    opening: str
    first: Party
    second: Party
    basis: tuple[str, ...]
    findings: tuple[Finding, ...]
    closing: str
    place_and_date: str
    parafs: tuple[Paraf, ...]
    by_kecamatan: Recap
    by_reason: Recap
    list_hash: str
    workbook_name: str
    workbook_hash: str
    verify_url: str
    code: str
    dated: str
    families: tuple[Family, ...] | None = None
    watermark: str = ""
    chain: str = ""  # number and hash of the determination's link in the audit chain
    title: str = field(default="")

    @property
    def parties(self) -> tuple[Party, Party]:
        """As they are named and as they sign: the higher office at the right."""
        return self.first, self.second

    @property
    def short_hash(self) -> str:
        return self.list_hash[:16]

    @property
    def qr(self) -> str:
        return pdf.qr_uri(self.verify_url)

    @property
    def mark(self) -> str:
        """The watermark of a demo office as a picture behind every page."""
        return pdf.data_uri(WATERMARK.format(words=self.watermark), "image/svg+xml") if self.watermark else ""


def render(paper: Paper) -> bytes:
    """The PDF; about a second for three pages."""
    return pdf.render(render_to_string("documents/paper/berita_acara.html", {"surat": paper}))
