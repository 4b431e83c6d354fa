"""What others may ask of a definition: contract JSON, hash, stored JSON, lines."""

import tomllib
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from pkh_sembako.lib.errors import DomainError
from sop.definition import load, restore
from sop.definition.lines import LineMap
from sop.definition.sums import listed, numbers
from tests.sop.test_definition_refusals import SMALL

FILES = sorted((Path(__file__).parents[2] / "sop" / "definitions").glob("*.toml"))


def test_contract_json_of_a_definition():
    assert load(SMALL).as_contract() == {
        "code": "uji-pkh",
        "name": "SOP uji",
        "program": "pkh",
        "region": "35.20",
        "version": 1,
        "steps": [
            {
                "no": 1,
                "kegiatan": "Menerima BNBA",
                "pelaksana": ["PPKH Kabupaten"],
                "waktu": {"amount": 1, "unit": "hari_kerja"},
                "output": "Data diterima",
                "kelengkapan": ["ATK", "Komputer"],
            },
            {
                "no": 2,
                "kegiatan": "Kroscek",
                "pelaksana": ["PPKH Kabupaten", "PPKH Kecamatan"],
                "waktu": {"amount": 5, "unit": "hari"},
                "output": "Data valid",
                "kelengkapan": [],
            },
            {
                "no": 3,
                "kegiatan": "Rapat",
                "pelaksana": ["PPKH Kabupaten"],
                "waktu": {"amount": None, "unit": "menyesuaikan"},
                "output": "Notulen",
                "kelengkapan": [],
            },
        ],
    }


def test_layout_and_comments_do_not_change_the_hash():
    other = SMALL.replace('jumlah = 5, satuan = "hari"', "satuan = 'hari', jumlah = 5").replace(
        "versi = 1\n", "versi = 1 # pertama\n\n"
    )

    assert load(other).content_hash == load(SMALL).content_hash
    assert len(load(SMALL).content_hash) == 64


@pytest.mark.parametrize(
    ("old", "new"),
    [("jumlah = 5", "jumlah = 6"), ('"Data valid"', '"Data sahih"'), ("UU dwa", "UU dva"), ("[1, 2]", "[2]")],
)
def test_any_change_of_content_changes_the_hash(old, new):
    assert load(SMALL.replace(old, new)).content_hash != load(SMALL).content_hash


def test_a_definition_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        load(SMALL).langkah[0].no = 9


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_stored_json_gives_the_same_definition_back(path):
    definition = load(path)

    assert restore(definition.as_data()) == definition
    assert restore(definition.as_data()).content_hash == definition.content_hash


def test_other_json_is_not_restored():
    with pytest.raises(DomainError, match='kunci "langkah" belum ditulis'):
        restore({key: value for key, value in load(SMALL).as_data().items() if key != "langkah"})


def test_what_runs_side_by_side_is_not_added_up():
    small = load(SMALL)
    beside = replace(small.langkah[1], no=3, setelah=(1,))
    after = replace(small.langkah[1], no=3, setelah=(2,))

    def sums(*steps):
        return replace(small, langkah=steps).contradictions()[0]

    first, second = small.langkah[:2]
    assert sums(first, second, beside) == "Kertas tidak memuat janji jangka waktu. Langkah 2 berjumlah 5 hari."
    assert sums(first, second, after) == "Kertas tidak memuat janji jangka waktu. Langkah 2–3 berjumlah 10 hari."


def test_numbers_and_lists_as_spoken():
    steps = load(SMALL).langkah

    assert [numbers(list(steps)), numbers([steps[0], steps[2]]), numbers([steps[1]])] == ["1–3", "1 dan 3", "2"]
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a dan b",
        "a, b, dan c",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_of_a_file_is_found_on_its_line(path):
    text = path.read_text()
    lines, rows = LineMap(text), text.splitlines()

    def leaves(value, at=()):
        if isinstance(value, dict | list):
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                yield from leaves(item, (*at, key))
        else:
            yield at, value

    for at, value in leaves(tomllib.loads(text)):
        shown = str(value).lower() if isinstance(value, bool) else str(value).replace('"', '\\"')
        assert at in lines.known
        assert shown in rows[lines.of(at) - 1]


def test_dotted_keys_quoted_keys_and_subtables_have_their_lines():
    text = '[[a]]\nb.c = 1\n[a.d]\n"e f" = [ # x\n  """\ng"",\n""", 2,\n]\n[[a]]\nb = {}\n'
    assert tomllib.loads(text)
    lines = LineMap(text)

    assert [lines.of(path) for path in [("a", 0, "b", "c"), ("a", 0, "d"), ("a", 0, "d", "e f", 1), ("a", 1, "b")]] == [
        2,
        3,
        7,
        10,
    ]
