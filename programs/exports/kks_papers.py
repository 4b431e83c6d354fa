"""Papers of the distribution: the jadwal, the daftar tanda terima per desa, invitations. Rendered without queries."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from django.template.loader import render_to_string

from pkh_sembako.documents.exports.letterhead import Letterhead, Sheet
from pkh_sembako.lib import pdf

PROCESSES = 2
CARD = "/kks/kartu/{}/"  # what the QR of an invitation opens


@dataclass(frozen=True)
class Line:
    """A card as printed: numbers are masked; `note` says what has already happened to it."""

    number: int
    card: int
    name: str
    nik: str
    kks: str
    address: str
    note: str


@dataclass(frozen=True)
class Sitting:
    """One session with its cards; `lines` is empty where the paper names nobody."""

    desa: str
    day: str
    hours: str
    team: int
    cards: int
    place: str
    officers: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What every paper of a schedule shares."""

    letterhead: Letterhead
    sheet: Sheet
    schedule: str
    contact: str
    documents: str
    printed: str
    signing_place: str
    mark: str  # data URI behind every page, "" for none
    base_url: str


@dataclass(frozen=True)
class DesaPaper:
    """All sessions of one desa; `address` is what its QR code opens, `code` the same to type."""

    frame: Frame
    desa: str
    kecamatan: str
    code: str
    address: str
    sittings: tuple[Sitting, ...]

    @property
    def cards(self) -> int:
        return sum(len(sitting.lines) for sitting in self.sittings)

    @property
    def to_invite(self) -> int:
        """Families still to be invited; a paper without any would be an empty page."""
        return sum(not line.note for sitting in self.sittings for line in sitting.lines)

    @property
    def qr(self) -> str:
        return pdf.qr_uri(self.address)

    @property
    def file_name(self) -> str:
        return f"{self.kecamatan}/{self.desa}".replace(" ", "-")

    @property
    def invitations(self) -> Iterator[tuple[Sitting, Line, str]]:
        """(session, card, QR) of every family still to be invited."""
        for sitting in self.sittings:
            for line in sitting.lines:
                if not line.note:
                    yield sitting, line, pdf.qr_uri(self.frame.base_url + CARD.format(line.card))


@dataclass(frozen=True)
class SchedulePaper:
    """The jadwal of a kecamatan, a desa or all: no names."""

    frame: Frame
    about: str
    parts: tuple[tuple[str, tuple[Sitting, ...]], ...]  # (kecamatan, its sessions by time)
    promise: str

    @property
    def cards(self) -> int:
        return sum(sitting.cards for _, sittings in self.parts for sitting in sittings)


def schedule_html(paper: SchedulePaper) -> str:
    return render_to_string("documents/paper/jadwal_kks.html", {"paper": paper, "frame": paper.frame})


def receipts_html(paper: DesaPaper) -> str:
    """The list to sign: no collapsed borders, for those cost WeasyPrint a third more time, and all four sides of a cell
    alike, for then its border is one rectangle and the file a third smaller."""
    return render_to_string("documents/paper/tanda_terima_kks.html", {"paper": paper, "frame": paper.frame})


def invitations_html(paper: DesaPaper) -> str:
    return render_to_string("documents/paper/undangan_kks.html", {"paper": paper, "frame": paper.frame})


def render_each(
    papers: Sequence[DesaPaper], to_html: Callable[[DesaPaper], str], tell: Callable[[int], None]
) -> Iterator[tuple[DesaPaper, bytes]]:
    """Each paper as a PDF, in order, laid out by `PROCESSES` processes that know only HTML; `tell` hears how many."""
    if len(papers) < PROCESSES:
        yield from _told(zip(papers, (pdf.render(to_html(paper)) for paper in papers), strict=True), tell)
        return
    # "spawn": a forked child would share this process's connection to the database.
    pool = ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))
    try:
        made = pool.map(pdf.render, [to_html(paper) for paper in papers])
        yield from _told(zip(papers, made, strict=True), tell)
    finally:
        pool.shutdown(cancel_futures=True)  # whoever cancels does not wait for the rest


def _told(made: Iterable[tuple[DesaPaper, bytes]], tell: Callable[[int], None]) -> Iterator[tuple[DesaPaper, bytes]]:
    for number, each in enumerate(made, start=1):
        tell(number)
        yield each
