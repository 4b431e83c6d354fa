"""The lists to sign of one kecamatan as PDF: rows a second and memory, against bare WeasyPrint tables of the same rows.

`python -m benchmarks.card_papers` measures all of Magetan instead: jadwal and lists of 50,000 cards in 235 desa.
"""

import sys
import time
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, TypeVar

from benchmarks import cards
from benchmarks.office import office

if TYPE_CHECKING:
    from programs.exports.kks_papers import DesaPaper

T = TypeVar("T")
KECAMATAN, CARDS = "35.20.07", 2_800  # an eighteenth of 50,000
ALL_CARDS, TEAMS, PER_HOUR = 50_000, 25, 40
GOAL, MEMORY_GOAL_MB, ALL_GOAL = 3.0, 512, 180  # times the floor; MB; seconds


def run() -> bool:
    """Print what was measured; True when the goals were met."""
    with office():
        from pkh_sembako.office.models import Desa  # they need Django set up
        from programs.exports import kks_facts, kks_papers
        from programs.models import KksSlot

        codes = list(Desa.objects.filter(kecamatan=KECAMATAN).order_by("code").values_list("code", flat=True))
        schedule = cards.scheduled(cards.receive(cards.weighted(CARDS, codes)), teams=2, per_hour=PER_HOUR)
        slots = KksSlot.objects.filter(schedule=schedule).select_related("desa__kecamatan")
        seconds, papers = _timed(lambda: kks_facts.desa_papers(schedule, slots, by="Contoh"))
        ours, made = _timed(lambda: list(kks_papers.render_each(papers, kks_papers.receipts_html, _hush)))
        memory = cards.memory()
        floor, _ = _timed(lambda: list(kks_papers.render_each(papers, _bare, _hush)))
    size = sum(len(content) for _, content in made) / 1e6
    met = ours <= GOAL * floor and memory <= MEMORY_GOAL_MB
    print(
        f"Daftar tanda terima {CARDS} kartu, {len(papers)} desa: {ours:.1f} s ({CARDS / ours:.0f} baris/s), data"
        f" {seconds:.2f} s, {size:.1f} MB, memori tertinggi {memory:.0f} MB (batas {MEMORY_GOAL_MB});"
        f" tabel polos {floor:.1f} s, {ours / floor:.2f} kali (batas {GOAL}) {'tercapai' if met else 'TIDAK TERCAPAI'}"
    )
    return met


def run_all() -> bool:
    """Cards of every desa: schedule, lists, ZIP; wall clock, as the officer waits."""
    with office():
        from pkh_sembako.accounts.cast import create_cast
        from pkh_sembako.audit import jobs
        from pkh_sembako.documents.models import Download
        from pkh_sembako.office.models import Desa
        from programs import tasks_kks  # noqa: F401 - registers the handler
        from programs.services.kks import papers

        codes = list(Desa.objects.order_by("code").values_list("code", flat=True))
        the_round = cards.receive(cards.weighted(ALL_CARDS, codes))
        planning, schedule = _timed(lambda: cards.scheduled(the_round, teams=TEAMS, per_hour=PER_HOUR))
        order = papers.order(
            schedule, papers.LISTS, kecamatan="", place="semua kecamatan", by=create_cast(None)["operator"]
        )
        before = cards.processor()
        laying_out, _ = _timed(lambda: jobs.run(order.job_id))
        busy = cards.processor() - before
        stored = Download.objects.get(pk=order.pk).file
        size, memory = stored.size / 1e6, cards.memory()
    met = planning + laying_out <= ALL_GOAL
    print(
        f"Seluruh Magetan, {ALL_CARDS} kartu, {len(codes)} desa: jadwal sampai diterima {planning:.1f} s, daftar"
        f" {laying_out:.1f} s ({ALL_CARDS / laying_out:.0f} baris/s; prosesor {busy:.0f} s), bersama"
        f" {planning + laying_out:.0f} s (batas {ALL_GOAL} s) {'tercapai' if met else 'TIDAK TERCAPAI'};"
        f" {size:.0f} MB, memori {memory:.0f} MB"
    )
    return met


def _bare(paper: "DesaPaper") -> str:
    """The same rows in a table without any style."""
    rows = "".join(
        f"<tr><td>{line.number}<td>{line.card}<td>{escape(line.name)}<td>{line.nik}<td>{line.kks}"
        f"<td>{escape(line.address)}<td><td>{line.note}"
        for sitting in paper.sittings
        for line in sitting.lines
    )
    return f"<style>@page {{ size: A4 landscape }}</style><table>{rows}</table>"


def _hush(_: int) -> None:
    """Nobody waits."""


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


if __name__ == "__main__":
    sys.exit(0 if run_all() else 1)
