"""Wilayah, calendar and office as the commands load them."""

from datetime import date

import pytest
from django.core.management import call_command

from pkh_sembako.office.models import ChainLink, DayOff, Desa, DesaKind, Kecamatan, Office, Regency, WorkingHours

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "kecamatan", "desa"), [("35.20", 18, 235), ("62.09", 8, 88), ("63.72", 5, 20), ("33.14", 20, 208)]
)
def test_each_office_has_its_kecamatan_and_desa(settings, code, kecamatan, desa):
    settings.OFFICE = code
    assert (Kecamatan.objects.of_office().count(), Desa.objects.of_office().count()) == (kecamatan, desa)


def test_every_kabupaten_and_kota_of_indonesia_is_known():
    assert Regency.objects.count() == 514


def test_the_code_tells_kelurahan_from_desa():
    kinds = [(kind, Desa.objects.of_office().filter(kind=kind).count()) for kind in DesaKind]
    assert kinds == [("kelurahan", 28), ("desa", 207), ("adat", 0)]


def counts() -> list[int]:
    models = (Regency, Kecamatan, Desa, DayOff, WorkingHours, Office, ChainLink)
    history = (DayOff.history, WorkingHours.history, Office.history)
    return [model.objects.count() for model in models] + [rows.count() for rows in history]


def test_loading_again_changes_nothing():
    before = counts()
    call_command("reference_load", verbosity=0)
    assert counts() == before


def test_a_holiday_that_the_office_removed_stays_removed():
    DayOff.objects.get(day=date(2026, 12, 24)).delete()
    call_command("calendar_load", verbosity=0)
    assert DayOff.objects.filter(day=date(2026, 12, 24)).count() == 0


def test_a_name_that_was_corrected_comes_back_to_the_official_one():
    Desa.objects.filter(code="35.20.07.2003").update(name="Salah")
    call_command("wilayah_load", verbosity=0)
    assert Desa.objects.filter(name="Salah").count() == 0


@pytest.mark.parametrize(
    ("code", "government", "zone", "chain"),
    [
        ("35.20", "Pemerintah Kabupaten Magetan", "WIB", ["kasi", "kabid", "kadis"]),
        ("62.09", "Pemerintah Kabupaten Lamandau", "WIB", ["kasi", "kabid", "sekretaris", "kadis"]),
        ("63.72", "Pemerintah Kota Banjarbaru", "WITA", ["kabid", "sekretaris", "kadis"]),
        ("33.14", "Pemerintah Kabupaten Sragen", "WIB", ["kabid", "sekretaris", "kadis"]),
    ],
)
def test_the_office_follows_the_setting(settings, code, government, zone, chain):
    Office.objects.all().delete()
    ChainLink.objects.all().delete()
    settings.OFFICE = code
    call_command("office_load", verbosity=0)
    office = Office.objects.get()
    assert (office.code, office.government, office.get_zone_display()) == (code, government, zone)
    assert list(ChainLink.objects.values_list("role", flat=True)) == chain
