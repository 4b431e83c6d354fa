"""Which row of a sheet is its header, and which column means what.

A header may stand below title rows, have two rows with merged cells, and be followed by a row of column numbers.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from programs.importing.cells import as_text
from programs.importing.records import Header

SEARCHED_ROWS = 30
LONGEST_TITLE = 120
_NOT_WORD = re.compile(r"[^A-Z0-9]")
_PROGRAMS, _OF_PROGRAM = {"NONBANSOS", "PKH", "BSP", "PBI"}, {"STATUS", "ALASAN"}
_DATA_LIKE = re.compile(r"[0-9]{3}")

_ALIASES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("aliases.toml").read_text("utf-8"))
FIELDS: dict[str, str] = {field: entry["label"] for field, entry in _ALIASES.items()}  # what a mapping may name


def normalise(title: str) -> str:
    """Capitals, letters and digits only: "No. KK" -> "NOKK"."""
    return _NOT_WORD.sub("", title.upper())


_FIELD_OF: dict[str, tuple[int, str]] = {}
for _field, _entry in _ALIASES.items():
    for _rank, _name in enumerate(_entry["names"]):
        _FIELD_OF.setdefault(normalise(_name), (_rank, _field))


def signature_of(titles: Sequence[str]) -> str:
    """SHA-256 of the normalised titles: the same header in another file has the same signature."""
    return hashlib.sha256("|".join(map(normalise, titles)).rstrip("|").encode()).hexdigest()


def propose(titles: Sequence[str]) -> dict[int, str]:
    """Column index -> field by the alias table; of two columns for one field the better spelling wins."""
    claims = [(*hit, index) for index, title in enumerate(titles) if (hit := _FIELD_OF.get(normalise(title)))]
    taken: dict[str, int] = {}
    for _, field, index in sorted(claims):
        taken.setdefault(field, index)
    return {index: field for field, index in sorted(taken.items(), key=lambda item: item[1])}


def recognised(fields: Mapping[int, str]) -> bool:
    """Enough to know whom a row is about: a name and a number."""
    found = set(fields.values())
    return "name" in found and bool(found & {"nik", "no_kk"})


def find_header(
    head: Sequence[Sequence[object]],
    *,
    mapping: Mapping[int, str] | None = None,
    mappings: Mapping[str, Mapping[int, str]] | None = None,
) -> Header | None:
    """The header among the first rows of a sheet; with a hand-made mapping the likeliest row even if nothing is known.

    `mappings` are remembered ones by signature; `mapping` is for this sheet. A mapping says everything: a column that
    it does not name is unknown, whatever the alias table says.
    """
    candidates = _candidates(head)
    for header in candidates:
        if mappings and (remembered := mappings.get(header.signature)):
            return _mapped(header, remembered)
    best = max(candidates, key=_worth, default=None)
    if mapping and best:
        best = _mapped(best if recognised(best.fields) else max(candidates, key=_likeness), mapping)
    return best if best and recognised(best.fields) else None


def likeliest(head: Sequence[Sequence[object]]) -> Header | None:
    """The row that looks most like a header although it is not recognised: where a mapping by hand starts."""
    return max(_candidates(head), key=_likeness, default=None)


def _candidates(head: Sequence[Sequence[object]]) -> list[Header]:
    rows = [[as_text(cell) for cell in row] for row in head[: SEARCHED_ROWS + 1]]
    return [header for index in range(len(rows)) for header in _readings(rows, index)]


def _likeness(header: Header) -> tuple[int, int, int]:
    return len(header.fields), sum(map(bool, header.titles)), -header.row


def is_number_row(row: Sequence[object]) -> bool:
    """A row 1, 2, 3, ... that numbers the columns ("(1)" too)."""
    texts = [text for cell in row if (text := as_text(cell).strip("()"))]
    return len(texts) >= 3 and texts == [str(number) for number in range(int(texts[0] == "0") ^ 1, len(texts) + 1)]


def _worth(header: Header) -> tuple[int, int, int]:
    """Most fields first; of equals the header of one row, then the higher one."""
    return len(header.fields), header.row - header.last_row, -header.row


def _mapped(header: Header, mapping: Mapping[int, str]) -> Header:
    fields = {index: field for index, field in sorted(mapping.items()) if field in FIELDS}
    return Header(header.row, header.last_row, header.titles, fields, header.signature)


def _readings(rows: list[list[str]], index: int) -> list[Header]:
    """Row `index` as a header of one row and, where it can be, of two."""
    top = rows[index]
    if sum(map(bool, top)) < 2:
        return []
    single = _header(index, index, _grouped(top))
    if index + 1 >= len(rows) or not _may_be_second(top, rows[index + 1]):
        return [single]
    double = _header(index, index + 1, _join(top, rows[index + 1]))
    return [double, single] if len(double.fields) > len(single.fields) else [single]


def _grouped(titles: Sequence[str]) -> list[str]:
    """V4 in one row: STATUS and ALASAN belong to the program named before them ("PKH STATUS")."""
    result, group = [], ""
    for title in titles:
        word = normalise(title)
        group = title if word in _PROGRAMS else group if word in _OF_PROGRAM else ""
        result.append(f"{group} {title}" if group and word in _OF_PROGRAM else title)
    return result


def _header(first: int, last: int, titles: Sequence[str]) -> Header:
    titles = tuple(title[:LONGEST_TITLE] for title in titles)
    return Header(first + 1, last + 1, titles, propose(titles), signature_of(titles))


def _may_be_second(top: Sequence[str], below: Sequence[str]) -> bool:
    """Words only, no numbers as data have; merged cells of the row above leave it a gap, and it leaves them one."""
    if any(_DATA_LIKE.search(text) for text in below) or is_number_row(below):
        return False
    pairs = list(zip_longest(top, below, fillvalue=""))
    return any(text and not above for above, text in pairs) and any(above and not text for above, text in pairs)


def _join(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """One title per column of a two-row header: the lower one, with its group in front when it alone says nothing."""
    lower = [text for text in below if text]
    titles, group = [], ""
    for above, text in zip_longest(top, below, fillvalue=""):
        group = above or group
        if not text:
            titles.append(above)
            group = ""
        else:
            alone = normalise(text) in _FIELD_OF and lower.count(text) == 1
            titles.append(text if alone or not group else f"{group} {text}")
    return titles
