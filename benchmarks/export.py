"""The BNBA workbook against bare openpyxl, and the Berita Acara's PDF against its two seconds."""

import gc
import io
import time
from collections.abc import Callable

from openpyxl import Workbook

from pkh_sembako.lib.xlsx import Sheet, write
from programs.exports.bnba_columns import MINISTRY

ROWS = 60_000
GOAL = 1.5  # times the time of bare openpyxl, write-only, for the same cells


def main() -> None:
    """Three runs each, the best counts; prints one line."""
    rows = invented(ROWS)
    bare = best(lambda: _bare(rows))
    ours = best(lambda: write([Sheet("Layak bayar", MINISTRY, rows)], io.BytesIO()))
    ratio = ours / bare
    verdict = "ok" if ratio <= GOAL else "MISSED"
    print(
        f"export {ROWS} x {len(MINISTRY)}: {ours:.1f} s, bare openpyxl {bare:.1f} s, {ratio:.2f}x (<= {GOAL}) {verdict}"
    )


def best(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time of the fastest run."""
    times = []
    for _ in range(runs):
        gc.collect()
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def invented(count: int) -> list[list[object]]:
    """Families of nobody, in the ministry's columns; every fiftieth text begins like a formula."""
    return [
        [
            f"ID{number:08d}",
            f"352007{number:010d}",
            f"352007{number + 5:010d}",
            f"{'=' if number % 50 == 0 else ''}SITI CONTOH {number}",
            "JAWA TIMUR",
            "MAGETAN",
            "PLAOSAN",
            "SARANGAN",
            "3520072001",
            "4",
            "PKH",
            "MANDIRI",
            f"DUSUN KRAJAN {number % 90}",
            "001",
            "002",
            "KRAJAN",
            "",
            "1",
            600_000,
        ]
        for number in range(count)
    ]


def _bare(rows: list[list[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Layak bayar")
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


if __name__ == "__main__":
    main()
