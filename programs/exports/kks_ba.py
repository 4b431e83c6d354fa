"""Berita Acara of cards as PDF and workbook: everything printed stands in `Paper`; rendering asks no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.template.loader import render_to_string

from pkh_sembako.documents.exports.letterhead import Letterhead
from pkh_sembako.documents.exports.letterhead import Sheet as PaperSheet
from pkh_sembako.lib import pdf
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from programs.exports.berita_acara import Finding, Party

HEADS = ("No", "Nama", "NIK", "Nomor KKS", "Alamat")
HANDED_HEADS = (*HEADS, "Diterima oleh", "Waktu", "Bukti", "Catatan")
OTHER_HEADS = (*HEADS, "Keadaan", "Alasan", "Sejak", "Bukti", "Catatan")
WIDTHS = {"No": 6, "Nama": 30, "NIK": 20, "Nomor KKS": 20, "Alamat": 34, "Catatan": 34, "Diterima oleh": 34}
IDENTITIES = ("NIK", "Nomor KKS")


@dataclass(frozen=True)
class Listing:
    """One lampiran: `rows` as long as `heads`."""

    number: str  # I, II
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple, ...]


@dataclass(frozen=True)
class Paper:
    """Everything printed. `code` is "" for a draft, which has no number and cannot be verified."""

    letterhead: Letterhead
    sheet: PaperSheet
    title: str
    about: str  # after TENTANG, upper case
    number: str
    opening: str
    parties: tuple[Party, ...]
    findings: tuple[Finding, ...]
    totals: tuple[tuple[str, int], ...]  # the first is the sum of the others
    closing: str
    place_and_date: str
    listings: tuple[Listing, ...]
    list_hash: str
    dated: str
    mark: str
    verify_url: str = ""
    code: str = ""
    workbook_name: str = ""
    workbook_hash: str = ""
    parafs: tuple = ()
    chain: str = ""

    @property
    def short_hash(self) -> str:
        return self.list_hash[:16]

    @property
    def qr(self) -> str:
        return pdf.qr_uri(self.verify_url)


def render(paper: Paper) -> bytes:
    return pdf.render(render_to_string("documents/paper/berita_acara_kks.html", {"surat": paper}))


def build(paper: Paper, target: IO[bytes]) -> int:
    """The lists and the control totals as a workbook; identity numbers are text. Says how many rows."""
    titles = (paper.title, f"Nomor {paper.number}, {paper.dated}", *((paper.about,) if paper.about else ()))
    sheets = [Sheet(one.title[:31], _columns(one.heads), one.rows, titles=titles) for one in paper.listings]
    sums = Sheet(
        "Jumlah kontrol", (Column("Keadaan", 30), Column("Kartu", 10, Kind.COUNT)), paper.totals, titles=titles
    )
    return write([*sheets, sums], target)


def _columns(heads: Sequence[str]) -> list[Column]:
    return [
        Column(head, WIDTHS.get(head, 22), Kind.COUNT if head == "No" else _kind(head))
        for head in heads
    ]  # fmt: skip


def _kind(head: str) -> Kind:
    return Kind.IDENTITY if head in IDENTITIES else Kind.TEXT
