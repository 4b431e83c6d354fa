"""Steps 9 and 10 of Sembako name the Berita Acara that are signed."""

from types import SimpleNamespace

from programs.services.kks import ba
from sop.steps.distribusi_kks import DistribusiKks, TerimaKks
from tests.programs.kks.test_berita_acara import HEAD, five, register  # noqa: F401 - fixtures


def test_the_steps_say_how_many_desa_have_signed(five, sembako, two_desa, operator):  # noqa: F811
    ba.make(sembako, two_desa[0], "serah_terima", head=HEAD, by=operator)
    whole = SimpleNamespace(cycle=SimpleNamespace(round=sembako, round_id=sembako.pk), kecamatan=None)
    words = "Berita Acara serah terima final: 0 dari 1 desa; pengembalian: 0 dari 1 desa"
    assert DistribusiKks().papers(whole) == TerimaKks().papers(whole) == (words, f"/kks/berita-acara/{sembako.pk}/")
    empty = SimpleNamespace(cycle=whole.cycle, kecamatan=SimpleNamespace(pk="35.20.02"))
    assert DistribusiKks().papers(empty) is None
