"""Office text is data: only known words are filled in, and nothing is ever run."""

import pytest

from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.placeholders import check, fill, used
from pkh_sembako.lib.errors import DomainError

UNKNOWN = "Baris {}: isian “{}” tidak dikenal. Pakai salah satu dari daftar isian."


def test_a_word_is_filled_with_or_without_spaces():
    assert fill("Tahap {{ tahap }}/{{tahun}}.", {"tahap": "4", "tahun": "2026"}) == "Tahap 4/2026."


def test_a_value_that_looks_like_a_placeholder_stays_text():
    assert fill("{{ hal }}", {"hal": "{{ tahap }}", "tahap": "4"}) == "{{ tahap }}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("baik\n{{ sandi }}", UNKNOWN.format(2, "sandi")),
        ("{{ tahap.__class__ }}", UNKNOWN.format(1, "tahap.__class__")),
        ("{{ tahap|safe }}", UNKNOWN.format(1, "tahap|safe")),
        ("{{ }}", UNKNOWN.format(1, "")),
    ],
)
def test_an_unknown_word_is_refused_with_its_line(text, sentence):
    with pytest.raises(DomainError) as refusal:
        check(text, {"tahap"})
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize("text", ["{{ tahap", "tahap }}", "{% load x %}", "{# x #}", "{{{ tahap }}}}", "{{\ntahap }}"])
def test_a_brace_too_many_is_refused(text):
    with pytest.raises(DomainError, match=r"tidak berpasangan|tidak dikenal"):
        check(text, {"tahap"})


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_texts_a_kind_comes_with_use_its_own_words_and_fill_every_block(kind):
    assert list(kind.texts) == [block.name for block in kind.blocks]
    for text in kind.texts.values():
        check(text, kind.allowed)
        assert used(text) <= set(kind.allowed)
