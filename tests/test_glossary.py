"""docs/glossary.md is complete, says each word once, and its labels are those on the screen."""

import importlib
import pkgutil
import re
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Choices

import complaints
import pkh_sembako
import programs
import sop
from pkh_sembako.accounts.roles import ROLES, Area
from pkh_sembako.lib.worktime import Unit
from sop.definition import load_all
from sop.definition.vocabulary import ACTIVITIES
from sop.transitions import WORDS, Verb

ROOTS = (pkh_sembako, programs, sop, complaints)
OURS = tuple(root.__name__ for root in ROOTS)
UNSEEN = "–"


class Row(NamedTuple):
    term: str
    code: str
    label: str
    meaning: str
    source: str


def rows(text: str) -> list[Row]:
    """Every row of every table of the page."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[0] != "official term" and set(cells[0]) != {"-"}:
            found.append(Row(*cells)._replace(code=cells[1].strip("`")))
    return found


def twice(words: list[str]) -> list[str]:
    """Words that stand more than once, whatever their case."""
    return [word for word, count in Counter(word.lower() for word in words).items() if count > 1]


def choices() -> dict[str, str]:
    """{"Outcome.MATCHES": "Sesuai"} of every class of stored choices of the house."""
    return {f"{found.__name__}.{member.name}": str(member.label) for found in _subclasses(Choices) for member in found}


def _subclasses(parent: type[Enum]) -> list[type[Enum]]:
    for root in ROOTS:
        for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            if module.name.rpartition(".")[2] in ("enums", "models") or ".models." in module.name:
                importlib.import_module(module.name)
    below = [kind for child in parent.__subclasses__() for kind in (child, *_subclasses_of(child))]
    return [kind for kind in below if kind.__module__.split(".")[0] in OURS]


def _subclasses_of(parent: type[Enum]) -> list[type[Enum]]:
    return [kind for child in parent.__subclasses__() for kind in (child, *_subclasses_of(child))]


def model_names() -> set[str]:
    """ "programs.Household" of every model of the house; history tables have no word of their own."""
    models = (model for model in apps.get_models() if model.__module__.split(".")[0] in OURS)
    return {model._meta.label for model in models if not model.__name__.startswith("Historical")}


GLOSSARY = rows((Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text())
BY_CODE = {row.code: row for row in GLOSSARY}


def expected_labels() -> dict[str, str]:
    """{code name: label on the screen} of everything whose label the code knows."""
    roles = {role.code: role.label for role in ROLES.values()}
    verbs = {f"Verb.{verb.name}": WORDS[verb].button for verb in Verb}
    return choices() | roles | verbs


def test_every_row_is_whole():
    assert [row for row in GLOSSARY if not all(row)] == []


def test_no_term_stands_twice():
    assert twice([row.term for row in GLOSSARY]) == []


def test_no_code_name_stands_twice():
    assert twice([row.code for row in GLOSSARY]) == []


def test_every_model_has_its_word():
    named = {code for code in BY_CODE if re.fullmatch(r"[a-z]+\.[A-Z]\w+", code)}
    assert named == model_names()


def test_every_choice_role_and_verb_has_its_word_and_label():
    wanted = expected_labels()
    assert {code: BY_CODE[code].label for code in wanted if code in BY_CODE} == wanted


def test_every_unit_and_area_has_its_word():
    wanted = {f"Unit.{unit.name}" for unit in Unit} | {f"Area.{area.name}" for area in Area}
    assert wanted - BY_CODE.keys() == set()


def test_every_activity_of_the_sops_has_its_word():
    named = {code.removeprefix("aktivitas:") for code in BY_CODE if code.startswith("aktivitas:")}
    assert named == set(ACTIVITIES)


def test_every_lane_of_the_papers_has_its_word():
    definitions = load_all(Path(settings.BASE_DIR) / "sop" / "definitions")
    lanes = {lane.kode for definition in definitions for lane in definition.lajur}
    named = {code.removeprefix("lajur:") for code in BY_CODE if code.startswith("lajur:")}
    assert named == lanes


def test_no_row_speaks_of_what_the_code_has_lost():
    """Names like Outcome.GONE, of a class that exists, must exist too."""
    known = {*choices(), *(f"Unit.{u.name}" for u in Unit), *(f"Area.{a.name}" for a in Area), *expected_labels()}
    dotted = {code for code in BY_CODE if re.fullmatch(r"[A-Z]\w+\.[A-Z0-9_]+", code)}
    assert dotted - known == set()


@pytest.mark.parametrize(
    ("page", "doubled"),
    [("| Kroscek | `a` | – | x | y |\n| kroscek | `b` | – | x | y |", ["kroscek"]), ("| a | `b` | – | x | y |", [])],
)
def test_a_term_said_twice_is_found(page: str, doubled: list[str]):
    assert twice([row.term for row in rows(page)]) == doubled
