"""The distribution as a workbook: sessions, and the cards of each; identity numbers masked, as text."""

from collections.abc import Iterator, Sequence
from typing import IO

from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from programs.exports.kks_papers import DesaPaper

SESSIONS = (
    Column("Kecamatan", 18),
    Column("Desa/kelurahan", 20),
    Column("Hari, tanggal", 28),
    Column("Jam", 14),
    Column("Tim", 6, Kind.COUNT),
    Column("Kartu", 8, Kind.COUNT),
    Column("Tempat", 28),
    Column("Petugas", 30),
)
CARDS = (
    Column("Kecamatan", 18),
    Column("Desa/kelurahan", 20),
    Column("Hari, tanggal", 28),
    Column("Jam", 14),
    Column("No.", 6, Kind.COUNT),
    Column("Nama", 30),
    Column("NIK", 20, Kind.IDENTITY),
    Column("No. KKS", 20, Kind.IDENTITY),
    Column("Alamat", 40),
    Column("Keterangan", 20),
)


def build(papers: Sequence[DesaPaper], target: IO[bytes]) -> int:
    """Write both sheets; returns the number of rows."""
    title = (papers[0].frame.schedule,) if papers else ()
    sheets = [
        Sheet("Jadwal", SESSIONS, list(_sessions(papers)), titles=title),
        Sheet("Kartu", CARDS, _cards(papers), titles=title),
    ]
    return write(sheets, target)


def _sessions(papers: Sequence[DesaPaper]) -> Iterator[tuple]:
    for paper in papers:
        for each in paper.sittings:
            when = (each.day, each.hours, each.team, each.cards)
            yield (paper.kecamatan, paper.desa, *when, each.place, each.officers)


def _cards(papers: Sequence[DesaPaper]) -> Iterator[tuple]:
    for paper in papers:
        for sitting in paper.sittings:
            for line in sitting.lines:
                card = (line.number, line.name, line.nik, line.kks, line.address, line.note)
                yield (paper.kecamatan, paper.desa, sitting.day, sitting.hours, *card)
