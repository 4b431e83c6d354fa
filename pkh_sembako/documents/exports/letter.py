"""A letter as a PDF: everything printed stands in `Naskah`; rendering asks nothing of the database."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from pkh_sembako.documents import matters
from pkh_sembako.documents.enums import LetterShape, LetterState
from pkh_sembako.documents.exports.letterhead import Letterhead, Sheet, letterhead_of, sheet_of, watermark
from pkh_sembako.documents.kinds import KINDS, Block, Kind
from pkh_sembako.documents.models import Document, Letter
from pkh_sembako.documents.placeholders import fill, used
from pkh_sembako.documents.services.letters import signing_official
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.office.enums import Post
from pkh_sembako.office.models import Office
from pkh_sembako.office.queries import the_office

ORDINALS = (
    "KESATU KEDUA KETIGA KEEMPAT KELIMA KEENAM KETUJUH KEDELAPAN KESEMBILAN KESEPULUH "
    "KESEBELAS KEDUABELAS KETIGABELAS KEEMPATBELAS KELIMABELAS"
).split()
NOT_YET = "........................."


@dataclass(frozen=True)
class Part:
    """A block with its placeholders filled: its lines."""

    name: str
    label: str
    lines: tuple[str, ...]

    @property
    def diktum(self) -> list[tuple[str, str]]:
        """(KESATU, text): after the last word known, plain numbers."""
        return [(ORDINALS[at] if at < len(ORDINALS) else f"KE-{at + 1}", line) for at, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Signature:
    """The block under which somebody signs."""

    titles: tuple[str, ...]
    name: str
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Naskah:
    """Everything that is printed."""

    letterhead: Letterhead
    sheet: Sheet
    shape: str
    title: str
    subject: str
    number: str
    place: str
    dated: str
    authority: str  # "KEPALA DINAS SOSIAL KABUPATEN MAGETAN" of a decision
    addressees: tuple[str, ...]
    attachment: str
    details: tuple[tuple[str, str], ...]
    parts: dict[str, Part]
    rows_title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[tuple[str, str], ...]  # of the determination, never typed
    copies: tuple[str, ...]
    signature: Signature
    code: str = ""
    verify_url: str = ""
    watermark: str = ""

    @property
    def qr(self) -> str:
        return pdf.qr_uri(self.verify_url) if self.verify_url else ""

    @property
    def mark(self) -> str:
        return watermark(self.watermark)


FIGURES = (
    ("Berita Acara", "ba_nomor"),
    ("Tanggal Berita Acara", "ba_tanggal"),
    ("Keluarga pada daftar", "keluarga"),
    ("Layak bayar", "layak_bayar"),
    ("Tidak layak bayar", "tidak_layak"),
    ("Sidik jari daftar (SHA-256)", "sidik_jari"),
)


def compose(letter: Letter, document: Document | None = None) -> Naskah:
    """What the letter prints: with number and code once there is a document, marked KONSEP before."""
    office, kind = the_office(), KINDS[letter.kind]
    dated = document.dated if document else letter.dated
    facts = letter.facts or matters.facts(letter.matter)
    words = office_words(office) | facts | letter.details | {"tanggal": tanggal(dated), "hal": letter.subject}
    return Naskah(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        shape=kind.shape,
        title=kind.title,
        subject=letter.subject,
        number=document.number if document else NOT_YET,
        place=office.place or office.kabupaten,
        dated=tanggal(dated),
        authority=f"KEPALA {dinas(office).upper()}",
        addressees=tuple(letter.addressees),
        attachment=letter.attachment or "-",
        details=tuple((one.label, letter.details[one.name]) for one in kind.details if letter.details.get(one.name)),
        parts={block.name: _part(block, letter.blocks[block.name], words) for block in kind.blocks},
        rows_title=kind.rows_title,
        heads=tuple(column.label for column in kind.columns),
        rows=tuple(tuple(row.get(column.name, "") for column in kind.columns) for row in letter.rows),
        figures=_figures(kind, facts),
        copies=tuple(letter.copies),
        signature=_signature(letter, dated),
        code=document.code if document else "",
        verify_url=settings.BASE_URL.rstrip("/") + reverse("verify", args=[document.code]) if document else "",
        watermark=_watermark(letter, document),
    )


def matter_words(letter: Letter) -> str:
    """What the letter belongs to, in words; "" for nothing."""
    facts = letter.facts or matters.facts(letter.matter)
    return facts.get("siklus") or facts.get("tiket", "")


def dinas(office: Office) -> str:
    """ "Dinas Sosial Kabupaten Magetan"."""
    return f"{office.name} {office.government.removeprefix('Pemerintah ') or office.kabupaten}"


def office_words(office: Office) -> dict[str, str]:
    """The words that come from the office's settings."""
    region = office.government.removeprefix("Pemerintah ") or office.kabupaten
    return {"dinas": dinas(office), "pemerintah": office.government, "kabupaten": region}


def _figures(kind: Kind, facts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    if kind.matter != "determination":
        return ()
    return tuple((label, facts[word]) for label, word in FIGURES if word in facts)


def _part(block: Block, text: str, words: dict[str, str]) -> Part:
    known = {name: words.get(name) or NOT_YET for name in {*words, *used(text)}}
    lines = (line.strip() for line in fill(text, known).splitlines())
    return Part(block.name, block.label, tuple(line for line in lines if line))


def _watermark(letter: Letter, document: Document | None) -> str:
    if letter.state == LetterState.CANCELLED:
        return "DIBATALKAN"
    if settings.DEMO:
        return "CONTOH"
    return "" if document else "KONSEP"


def _signature(letter: Letter, day: date) -> Signature:
    official = signing_official(letter.signer, day, letter.approved_by)
    if official is None:
        return Signature((Post(letter.signer).label,), NOT_YET)
    return Signature(tuple(official.title_lines), official.name, official.rank, official.nip)


def render(naskah: Naskah) -> bytes:
    """The PDF; well under a second for a letter of one or two pages."""
    name = "korespondensi" if naskah.shape == LetterShape.ADDRESSED else naskah.shape
    return pdf.render(render_to_string(f"documents/paper/naskah_{name}.html", {"surat": naskah}))
