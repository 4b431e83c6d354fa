"""Card lists of any good and bad rows, held to a small reference that reads them one by one."""

import os
import re
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from programs.models import BnbaFile, Kks
from programs.services.bnba import applying
from programs.services.kks import door
from tests.programs.factories import families, nik
from tests.programs.kks.factories import number
from tests.programs.kks.life_model import LIVE
from tests.programs.kks.lists import BANK, V7, bank, v7

FAMILIES = 5
LOST = (1, 2)  # families whose first card is lost before the list comes
TEXTS = ("{0}", "'{0}", " {0}", "{1} {2} {3} {4}", "{1}-{2}-{3}-{4}")  # all sixteen digits are there
GONE = ("", "-", "NOKKS", "6,00000E+15", "60000000000000", "6000 0000 0000 00012", "6000000000OO0001")


class Row(NamedTuple):
    """`family` 9 is nobody's; `shape` is how the number is written, or which of GONE stands in its place; `said` is
    what else the cells say."""

    family: int
    card: int
    shape: int
    bad_nik: bool
    said: tuple[str, ...]

    @property
    def kks(self) -> object:
        if self.shape < 0:
            return GONE[-self.shape - 1]
        if self.shape == len(TEXTS):
            return float(number(self.card))  # a spreadsheet made a number of it: its last digits are not to be trusted
        digits = number(self.card)
        return TEXTS[self.shape].format(digits, *(digits[at : at + 4] for at in range(0, 16, 4)))

    @property
    def is_number(self) -> bool:
        return 0 <= self.shape < len(TEXTS)

    def cells(self, *, of_bank: bool) -> list[object]:
        who = {"nik": "35200757089" if self.bad_nik else nik(self.family), "kks": self.kks}
        if of_bank:
            return bank(self.family, **who, rekening=self.said[0], cabang=self.said[1])
        return v7(self.family, **who, jenis=self.said[2], nominal=self.said[3])

    def says(self, *, of_bank: bool) -> dict[str, str]:
        account, branch, serves, nominal = self.said
        said = {"account": account, "branch": branch} if of_bank else {"serves": serves, "nominal": nominal}
        if not of_bank:
            said["tahap"] = "Tahap 11 Tahun 2026"
        return {name: cell for name, cell in said.items() if cell}


said = st.tuples(
    st.sampled_from(["", "111", "0222"]),
    st.sampled_from(["", "KCP Magetan", "KCP Maospati"]),
    st.sampled_from(["", "PKH", "SEMBAKO", "PKH + SEMBAKO"]),
    st.sampled_from(["", "600000", "900000"]),
)
rows = st.lists(
    st.builds(
        Row,
        st.integers(1, FAMILIES) | st.integers(1, FAMILIES) | st.just(9),
        st.integers(1, 8),
        st.integers(0, len(TEXTS) - 1) | st.integers(-len(GONE), len(TEXTS)),
        st.sampled_from([False] * 9 + [True]),
        said,
    ),
    min_size=1,
    max_size=14,
)


@dataclass
class Reference:
    """Cards by number: whose, in what state, and what is known of them."""

    owner: dict[str, int] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, listed: list[Row], *, of_bank: bool) -> dict[str, int]:
        """Takes the list in, row after row; the counts."""
        counts = dict.fromkeys(("new", "changed", "same", "refused"), 0)
        before = dict(self.state)
        seen: set[str] = set()
        named = self._named(listed)
        for row in listed:
            digits = number(row.card)
            twice = row.is_number and digits in seen
            seen |= {digits} if row.is_number else set()
            if row.bad_nik or not row.is_number or twice or row.family == 9:
                counts["refused"] += 1
            else:
                counts[self._row(row.family, digits, row.says(of_bank=of_bank), before, named)] += 1
        return counts

    def _named(self, listed: list[Row]) -> set[str]:
        """Numbers of the rows that the reader lets pass: an old card that stands among them is not replaced."""
        passed: dict[str, Row] = {}
        for row in listed:
            if row.is_number:
                passed.setdefault(number(row.card), row)
        return {digits for digits, row in passed.items() if not row.bad_nik}

    def _row(self, family: int, digits: str, says: dict[str, str], before: dict[str, str], named: set[str]) -> str:
        own = [each for each, whose in self.owner.items() if whose == family]
        if digits in before:
            if self.owner[digits] != family:
                return "refused"
            differs = {name for name, cell in says.items() if self.known[digits].get(name) != cell}
            self.known[digits] |= says
            return "changed" if differs else "same"
        if any(self.state[each] in LIVE for each in own):
            return "refused"
        old = [each for each in own if self.state[each] == "lost" and each not in named]
        if old:
            self.state[old[-1]] = "replaced"
        self.owner[digits], self.state[digits] = family, "received"
        self.known[digits] = {"serves": "SEMBAKO"} | says
        return "new"


def counted(file: BnbaFile) -> dict[str, int]:
    return {key: file.counts[key] for key in ("new", "changed", "same", "refused")}


def held(reference: Reference) -> None:
    """The registry says what the reference says, and keeps every digit."""
    found = {card.number: card for card in Kks.objects.select_related("household")}
    assert {digits: (card.household.nik, card.state) for digits, card in found.items()} == {
        digits: (nik(whose), reference.state[digits]) for digits, whose in reference.owner.items()
    }
    assert [digits for digits in found if not re.fullmatch(r"600000000000000[0-9]", digits)] == []
    living = [card.household_id for card in found.values() if card.state in LIVE]
    assert len(living) == len(set(living))
    for digits, known in reference.known.items():
        card = found[digits]
        present = {
            "account": card.account, "branch": card.branch, "serves": card.purpose.upper(), "tahap": card.tahap,
            "nominal": "" if card.nominal is None else str(card.nominal),
        }  # fmt: skip
        assert present == dict.fromkeys(present, "") | known


def taken_in(check, operator, cells, of_bank: bool) -> BnbaFile:
    """A list of which every row is refused is only checked."""
    file = check(cells, titles=BANK if of_bank else V7)
    taken = file.counts["rows"] - file.counts["refused"]
    return applying.apply(file, by=operator) if taken else file


def takes_lists(check, operator, lists: list[tuple[list[Row], bool]]) -> None:
    reference = Reference()
    first = [Row(family, family, 0, False, ("", "", "", "")) for family in LOST]
    with transaction.atomic():
        taken_in(check, operator, [row.cells(of_bank=False) for row in first], of_bank=False)
        assert reference.take(first, of_bank=False)["new"] == len(first)
        for card in Kks.objects.all():
            door.move(card, "lose", by=operator)
            reference.state[card.number] = "lost"
        for listed, of_bank in lists:
            cells = [row.cells(of_bank=of_bank) for row in listed]
            file = taken_in(check, operator, cells, of_bank)
            expected = reference.take(listed, of_bank=of_bank)
            assert (file.counts["rows"], counted(file)) == (len(listed), expected)
            held(reference)
        again = counted(taken_in(check, operator, cells, of_bank))
        assert again == {
            "new": 0,
            "changed": 0,
            "same": len(listed) - expected["refused"],
            "refused": expected["refused"],
        }
        held(reference)
        transaction.set_rollback(True)


def of_examples(count: int):
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # making an example smaller imports it a hundred times
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


LISTS = st.lists(st.tuples(rows, st.booleans()), min_size=1, max_size=2)


@pytest.fixture
def kpm(two_desa):
    return families(two_desa[0], FAMILIES)


@of_examples(8)
@given(lists=LISTS)
def test_a_few_lists_are_taken_in_as_the_reference_does(check, kpm, operator, lists):
    takes_lists(check, operator, lists)


@pytest.mark.slow
@of_examples(int(os.environ.get("KKS_LISTS", "150")))  # `./run bench --storm` takes more
@given(lists=LISTS)
def test_many_lists_are_taken_in_as_the_reference_does(check, kpm, operator, lists):
    takes_lists(check, operator, lists)
