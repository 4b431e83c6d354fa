"""The office's kop and paper, as every document prints them."""

from dataclasses import dataclass

from pkh_sembako.lib import pdf
from pkh_sembako.office.models import Office, Paper

SIZES = {Paper.A4: (210, 297), Paper.F4: (215, 330)}  # millimetres
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True)
class Letterhead:
    """Kop surat: the two names stand in size ratio 3:4."""

    government: str
    office: str
    lines: tuple[str, ...]
    logo: str = ""  # data URI


@dataclass(frozen=True)
class Sheet:
    """Paper and type of the office; millimetres and points."""

    width: int
    height: int
    margins: tuple[int, int, int, int]  # top, right, bottom, left
    font: str
    font_size: int

    @property
    def margins_css(self) -> str:
        return " ".join(f"{side}mm" for side in self.margins)


# Light grey instead of transparency: it prints the same everywhere and stays readable under text.
WATERMARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><text x="105" y="165" font-family="Liberation Sans"'
    ' font-size="44" font-weight="bold" fill="#efefef" text-anchor="middle" transform="rotate(-52 105 150)">'
    "{words}</text></svg>"
)


def watermark(words: str) -> str:
    """The words as a picture behind every page (data URI), "" for none."""
    return pdf.data_uri(WATERMARK.format(words=words), "image/svg+xml") if words else ""


def letterhead_of(office: Office) -> Letterhead:
    """Kop surat of the office as its settings have it."""
    contact = (("Telepon", office.phone), ("Pos-el", office.email), ("Laman", office.website))
    second = ", ".join(f"{label} {value}" for label, value in contact if value)
    lines = tuple(line for line in (office.address, second) if line)
    return Letterhead(office.government.upper(), office.name.upper(), lines, _logo(office))


def _logo(office: Office) -> str:
    if not office.logo:
        return ""
    with office.logo.open("rb") as file:
        content = file.read()
    kind = next((kind for start, kind in PICTURES.items() if content.startswith(start)), "")
    return pdf.data_uri(content, kind) if kind else ""


def sheet_of(office: Office) -> Sheet:
    """Paper and type of the office as its settings have them."""
    width, height = SIZES[Paper(office.paper)]
    margins = (office.margin_top, office.margin_right, office.margin_bottom, office.margin_left)
    return Sheet(width, height, margins, office.font, office.font_size)
