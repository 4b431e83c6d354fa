"""How fast a BNBA of 60,000 rows x 19 columns gets into the registry, against two others measured in the same run.

(a) The floor: calamine reads the workbook and COPY writes the same cells into a table with the unique NIK index.
(b) django-import-export doing the upsert of the families alone, with history, on 3,000 rows, scaled to 60,000.
"""

import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.office import office

ROWS, PEER_ROWS, CARDS, CHANGED = 60_000, 3_000, 50_000, 0.1
FLOOR_GOAL, PEER_GOAL, MEMORY_GOAL_MB = 5, 10, 512


def run() -> bool:
    """Print what was measured; True when every goal was met."""
    with office() as folder:
        return _measure(folder)


def _measure(folder: Path) -> bool:
    from benchmarks import peers, workbook  # they need Django set up

    people = workbook.people(ROWS)
    first = workbook.write(folder / "tahap1.xlsx", people)
    later = workbook.write(folder / "tahap2.xlsx", workbook.with_changes(people, CHANGED))
    print(f"Berkas: {ROWS} baris x {len(workbook.TITLES)} kolom, {first.stat().st_size / 1e6:.1f} MB")
    new = _timed(lambda: _import(first, tahap=1))
    floor, changed = [], []
    for tahap, path in ((2, later), (3, first), (4, later)):  # in turns, so that a busy machine slows both
        floor.append(_timed(lambda: peers.floor(first)))
        changed.append(_timed(partial(_import, path, tahap=tahap)))
    cards = workbook.write(folder / "kartu.xlsx", workbook.cards(people[:CARDS]), titles=workbook.CARD_TITLES)
    received = _timed(lambda: _import(cards, program="sembako", tahap=11, rows=CARDS))
    again = _timed(lambda: _import(cards, program="sembako", tahap=11, rows=CARDS))
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    scale = ROWS / PEER_ROWS
    peer_new = scale * _timed(lambda: peers.import_export(people[-PEER_ROWS:], renumber=True))
    peer_changed = scale * _timed(lambda: peers.import_export(workbook.with_changes(people[-PEER_ROWS:], CHANGED)))
    print(f"Lantai (calamine + COPY)        {min(floor):7.2f} s")
    print(f"Impor pertama, semua baru       {new:7.2f} s")
    print(f"Impor tahap berikut, 10% ubah   {min(changed):7.2f} s")
    print(f"Daftar {CARDS} kartu, semua baru {received:7.2f} s; sekali lagi, semua sama {again:.2f} s")
    print(f"django-import-export, baru      {peer_new:7.0f} s (diskalakan dari {PEER_ROWS} baris)")
    print(f"django-import-export, ubah      {peer_changed:7.0f} s (diskalakan dari {PEER_ROWS} baris)")
    print(f"Memori tertinggi                {memory:7.0f} MB")
    print(
        f"Impor pertama : lantai = {new / min(floor):.1f}x (tulis {ROWS} keluarga dengan anggota, riwayat, dan daftar)"
    )
    return all(
        (
            _goal("Impor tahap berikut : lantai", min(changed) / min(floor), at_most=FLOOR_GOAL),
            _goal("django-import-export : impor, baru", peer_new / new, at_least=PEER_GOAL),
            _goal("django-import-export : impor, ubah", peer_changed / min(changed), at_least=PEER_GOAL),
            _goal("Memori (MB)", memory, at_most=MEMORY_GOAL_MB),
        )
    )


def _goal(name: str, value: float, *, at_most: float = 0, at_least: float = 0) -> bool:
    met = value <= at_most if at_most else value >= at_least
    limit = f"<= {at_most}" if at_most else f">= {at_least}"
    print(f"{name} = {value:.1f} (sasaran {limit}): {'tercapai' if met else 'BELUM TERCAPAI'}")
    return met


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _import(path: Path, *, tahap: int, program: str = "pkh", rows: int = ROWS) -> None:
    """What `bnba_import --apply` does, upload included."""
    from django.core.files import File

    from pkh_sembako.accounts.services.system import system_user
    from programs.services.bnba import applying, uploads

    by = system_user()
    with path.open("rb") as content:
        file = uploads.upload(
            File(content), name=path.name, program=program, tahun=2026, tahap=tahap, read_at_once=True, by=by
        )
    file = applying.check_and_apply(file, by=by)
    if file.counts["rows"] != rows or file.counts["refused"]:
        raise AssertionError(f"unexpected counts {file.counts}")
