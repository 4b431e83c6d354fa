"""Which families stand on which sheet of a BNBA workbook, and what is said of them beside the layout's own columns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from pkh_sembako.lib.xlsx import Column
from programs.exports.bnba_columns import WHY, why
from programs.models import Determination, Round
from programs.queries import bnba_list
from programs.queries.bnba_list import ListedFamily


@dataclass(frozen=True)
class More:
    """Columns behind those of the ministry's layout, and how a family fills them."""

    columns: tuple[Column, ...]
    values: Callable[[ListedFamily], tuple[Any, ...]]


NOTHING_MORE = More((), lambda family: ())


@dataclass(frozen=True)
class Part:
    """One sheet."""

    name: str
    families: Iterable[ListedFamily]
    more: More = NOTHING_MORE


def _payable_and_why(family: ListedFamily) -> tuple[str, str, str]:
    return ("YA" if family.layak_bayar else "TIDAK", *why(family))


REASON = More(WHY, why)
PAYABLE_AND_REASON = More((Column("LAYAK_BAYAR", 12), *WHY), _payable_and_why)


def by_place(determination: Determination | None, the_round: Round) -> Iterator[Part]:
    """A sheet for each kecamatan in the order of their codes. One query; each part is read before the next begins."""
    families = bnba_list.by_desa(determination) if determination else bnba_list.standing(the_round)
    more = PAYABLE_AND_REASON if determination else NOTHING_MORE
    for code, group in groupby(families, key=lambda family: family.desa.rpartition(".")[0]):
        rest = iter(group)
        first = next(rest)
        yield Part(first.kecamatan_name or code or "Tanpa kecamatan", chain([first], rest), more)
