"""The Keputusan prints the determination's own numbers; nobody types them."""

import pytest

from pkh_sembako.documents import matters
from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters, templates
from pkh_sembako.documents.services.letters import Content
from pkh_sembako.office.models import Official
from programs.models import Determination
from tests.documents.test_letters import DAY, words
from tests.programs.test_penetapan import NUMBER, checked, determine, drafted, signed  # noqa: F401

KEPUTUSAN = KINDS["keputusan"]


@pytest.fixture
def determined(signed, kadis) -> Determination:  # noqa: F811
    return determine(signed, kadis, dated=DAY)


@pytest.fixture
def official(cast) -> Official:
    return Official.objects.create(
        post="kadis", title="Kepala Dinas Sosial", name="Bima Surengrana", user=cast["kadis"], starts="2025-01-02"
    )


def test_a_determination_says_what_a_keputusan_prints(determined):
    row = determined
    assert matters.choices("determination") == [(f"determination:{row.pk}", f"{row.ba.round}, {row.families} keluarga")]
    facts = matters.facts(f"determination:{row.pk}")
    assert {word: facts[word] for word in KEPUTUSAN.words} == {
        "keluarga": str(row.families),
        "layak_bayar": str(row.payable),
        "tidak_layak": str(row.families - row.payable),
        "ba_nomor": NUMBER,
        "ba_tanggal": facts["ba_tanggal"],
        "sidik_jari": row.list_hash,
    }


@pytest.mark.parametrize("key", ["determination:999", "determination:x", "lain:1", "", "round:-1"])
def test_what_is_not_there_has_no_facts(reference, key):
    assert matters.facts(key) == {}


def test_the_keputusan_is_printed_with_them(determined, official, cast):
    row = determined
    typed = Content("Penetapan hasil validasi", DAY, KEPUTUSAN.texts, matter=f"determination:{row.pk}")
    operator, kadis = cast["operator"], cast["kadis"]
    letter = letters.draft(KEPUTUSAN, typed, template=templates.current(KEPUTUSAN), by=operator)
    letters.submit(letter, by=operator)
    letters.approve(letter, by=kadis)
    assert Letter.objects.get().facts["sidik_jari"] == row.list_hash
    document = publish(letter, dated=DAY, number="400.9/1/403.107/2026", by=operator)
    printed = words(document)
    for part in (
        "KEPUTUSAN KEPALA DINAS SOSIAL",
        "MEMUTUSKAN:",
        "KESATU",
        f"sebanyak {row.families} keluarga, terdiri atas {row.payable} keluarga layak bayar",
        f"Berita Acara Nomor {NUMBER}",
        "HASIL VALIDASI YANG DITETAPKAN",
        "Bima Surengrana",
    ):
        assert part in printed
    assert row.list_hash in printed.replace(" ", "")
