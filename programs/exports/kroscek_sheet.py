"""The kroscek sheet as a PDF, lying: families, what the registry says, boxes for the four results, a place to sign."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Office
from programs.enums import Basis, ExitReason, Outcome
from programs.exports.berita_acara import WATERMARK, Letterhead, Sheet
from programs.exports.berita_acara_facts import letterhead_of, sheet_of
from programs.models import KroscekSheet
from programs.queries.sheets import Family, Group

LETTERS = "ABCDEFGHIJ"
BASIS_LETTERS = {Basis.VISIT: "K", Basis.GROUP: "P", Basis.RECORDS: "D", Basis.PHONE: "T"}


@dataclass(frozen=True)
class Line:
    """A family as printed."""

    number: int
    name: str
    nik: str
    address: str
    registry: str


@dataclass(frozen=True)
class Paper:
    """Everything one sheet prints."""

    letterhead: Letterhead
    sheet: Sheet
    title: str
    kecamatan: str
    place: str
    whose: str
    version: int
    code: str
    address: str  # what the QR code opens
    lines: tuple[Line, ...]
    printed: str
    signing_place: str
    watermark: str = ""

    outcomes = tuple(Outcome.labels)
    reasons = tuple((LETTERS[number], reason.label) for number, reason in enumerate(ExitReason))
    bases = tuple((letter, basis.label) for basis, letter in BASIS_LETTERS.items())

    @property
    def qr(self) -> str:
        return pdf.qr_uri(self.address)

    @property
    def mark(self) -> str:
        return pdf.data_uri(WATERMARK.format(words=self.watermark), "image/svg+xml") if self.watermark else ""


def papers(
    sheets: Sequence[KroscekSheet],
    groups: Sequence[Group],
    *,
    office: Office,
    kecamatan: str,
    whole_numbers: bool,
    by: str,
) -> list[Paper]:
    """What each sheet prints; asks nothing of the database beyond the office given."""
    letterhead, sheet_size = letterhead_of(office), sheet_of(office)
    printed = f"Dicetak {tanggal_jam(timezone.localtime())} oleh {by}"
    return [
        Paper(
            letterhead=letterhead,
            sheet=sheet_size,
            title=f"Lembar kroscek {sheet.round}",
            kecamatan=kecamatan,
            place=sheet.place,
            whose=f"Keluarga dampingan {sheet.owner}" if sheet.owner else "Semua keluarga pada daftar",
            version=sheet.version,
            code=sheet.code,
            address=settings.BASE_URL.rstrip("/") + reverse("kroscek_sheet", args=[sheet.code]),
            lines=tuple(_line(number, family, whole_numbers) for number, family in enumerate(group.families, start=1)),
            printed=printed,
            signing_place=office.place or office.kabupaten,
            watermark="CONTOH" if settings.DEMO else "",
        )
        for sheet, group in zip(sheets, groups, strict=True)
    ]


def _line(number: int, family: Family, whole_numbers: bool) -> Line:
    counted = f"{family.members} anggota" if family.members else "Anggota belum dicatat"
    return Line(
        number=number,
        name=family.name,
        nik=(family.nik if whole_numbers else mask(family.nik)) or "belum ada NIK",
        address=family.address,
        registry="; ".join((counted, ", ".join(family.components) or "komponen belum dicatat")),
    )


def render(papers: Sequence[Paper], tell: Callable[[int], None] | None = None) -> bytes:
    """One PDF of all sheets, each with its own page numbers; about three seconds for every hundred families."""
    pages = [render_to_string("documents/paper/lembar_kroscek.html", {"lembar": paper}) for paper in papers]
    return pdf.render_together(pages, tell)


def file_name(sheets: Sequence[KroscekSheet], kecamatan: str) -> str:
    """Like "Lembar-kroscek-PKH-2026-4-Plumpung-v1.pdf"."""
    first = sheets[0]
    the_round = f"{first.round.program.upper()}-{first.round.tahun}-{first.round.tahap}"
    place = f"{first.desa.name}-v{first.version}" if len(sheets) == 1 else f"Kec-{kecamatan}"
    return f"Lembar-kroscek-{the_round}-{place}.pdf".replace(" ", "-")
