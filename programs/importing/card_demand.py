"""The cards that wait per desa, read from a CSV `kode_desa,kartu` for `kks_plan` (contract.md)."""

import csv
import io
import re
from pathlib import Path

from pkh_sembako.lib.numbers import thousands
from programs.distribution_plan import MOST_CARDS, Demand
from programs.importing.errors import FileRefused
from programs.importing.sniff import kind_of, sniff_csv

HEADER = ["kode_desa", "kartu"]
MOST_BYTES = 5_000_000
TOLD = 10  # refused cells that are named one by one
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}")
_VILLAGE = re.compile(r"[0-9]{10}")  # the ministry's code without its dots; the first six name the kecamatan
_COUNT = re.compile(r"[0-9]{1,9}")

Row = tuple[int, list[str]]  # the line of the file at which it ends, 1-based, and its cells


def read(path: Path) -> list[Demand]:
    """One Demand a row, with the kecamatan that its code names.

    FileRefused for a file or for cells that cannot be, each with line and column; OSError when it cannot be opened.
    Takes what spreadsheets write: semicolons or tabs, a byte order mark, quotes, empty lines.
    """
    rows = [(line, cells) for line, cells in _rows(path) if any(cells)]
    if not rows or [cell.lower() for cell in rows[0][1]] != HEADER:
        told = ",".join(rows[0][1])[:80] if rows else ""
        raise FileRefused(f"Baris {rows[0][0] if rows else 1}: judul kolom harus kode_desa,kartu, bukan {told!r}.")
    if len(rows) == 1:
        raise FileRefused("Berkas hanya berisi judul kolom, belum ada desa.")
    return _demands(rows[1:])


def _rows(path: Path) -> list[Row]:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if not content.strip():
        raise FileRefused("Berkas kosong.")
    if len(content) > MOST_BYTES:
        raise FileRefused(f"Berkas lebih besar dari {MOST_BYTES // 1_000_000} MB, bukan daftar kartu per desa.")
    dialect = sniff_csv(io.BytesIO(content)) if kind_of(content[:1024]) == "csv" else None
    if dialect is None:
        raise FileRefused("Berkas bukan CSV. Simpan daftar sebagai CSV dengan kolom kode_desa,kartu.")
    text = io.StringIO(content.decode(dialect.encoding, errors="replace"), newline="")
    reader = csv.reader(text, delimiter=dialect.delimiter, strict=True)
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise FileRefused(f"Baris {reader.line_num}: tanda kutip atau isi sel tidak utuh.") from error


def _demands(rows: list[Row]) -> list[Demand]:
    demands: list[Demand] = []
    refused: list[str] = []
    seen: dict[str, int] = {}  # line of each desa, by its code without dots
    for line, cells in rows:
        if reasons := _reasons(cells, seen):
            refused += [f"Baris {line}, {reason}" for reason in reasons]
            continue
        code, cards = cells
        plain = code.replace(".", "")
        seen[plain] = line
        demands.append(Demand(code, int(cards), plain[:6] if _VILLAGE.fullmatch(plain) else ""))
    if refused:
        more = [f"Dan {len(refused) - TOLD} sel lain."] if len(refused) > TOLD else []
        raise FileRefused("\n".join([*refused[:TOLD], *more]))
    return demands


def _reasons(cells: list[str], seen: dict[str, int]) -> list[str]:
    """Why a row cannot be taken, each beginning with its column; [] for a good one."""
    if len(cells) != len(HEADER):
        return [f"kolom kode_desa,kartu: harus 2 sel, bukan {len(cells)}."]
    code, cards = cells
    found = []
    if not code:
        found.append("kolom kode_desa: kosong.")
    elif not _CODE.fullmatch(code):
        found.append(f"kolom kode_desa: {code[:40]!r} bukan kode desa seperti 35.20.04.2001.")
    elif code.replace(".", "") in seen:
        found.append(f"kolom kode_desa: {code} sudah ada di baris {seen[code.replace('.', '')]}.")
    if not _COUNT.fullmatch(cards):
        found.append(f"kolom kartu: harus bilangan bulat tanpa titik, bukan {cards[:40]!r}.")
    elif not 1 <= int(cards) <= MOST_CARDS:
        found.append(f"kolom kartu: harus antara 1 dan {thousands(MOST_CARDS)}, bukan {cards}.")
    return found
