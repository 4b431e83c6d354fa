"""Definitions in the database: loaded once, never changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from pkh_sembako.lib.errors import DomainError
from sop import definition as definitions
from sop.models import SopVersion, Step
from sop.services import loading

MAGETAN = loading.FOLDER / "magetan_pkh_2023.toml"


def test_all_five_sops_are_loaded(db):
    numbers = {version.code: version.steps.count() for version in SopVersion.objects.all()}
    assert numbers == {
        "magetan-pkh": 18,
        "magetan-sembako": 10,
        "lamandau-pkh": 10,
        "banjarbaru-pkh": 10,
        "sragen-pkh": 2,
    }


def test_loading_the_same_again_changes_nothing(db):
    assert loading.load_folder() == []


def test_other_content_under_a_used_version_is_refused(db):
    changed = replace(definitions.load(MAGETAN), nama="Nama lain")
    with pytest.raises(DomainError) as refusal:
        loading.store([changed])
    assert refusal.value.sentence == (
        "SOP magetan-pkh versi 1 sudah dimuat dengan isi lain dan tidak dapat diubah."
        " Naikkan “versi” di berkasnya menjadi 2 atau lebih."
    )


def test_a_revised_paper_is_a_new_version_beside_the_old(db):
    revised = replace(definitions.load(MAGETAN), versi=2, nama="Nama lain")
    assert [version.version for version in loading.store([revised])] == [2]
    assert SopVersion.objects.filter(code="magetan-pkh").count() == 2


def test_a_broken_file_is_refused_with_line_and_reason_and_nothing_is_loaded(db, tmp_path: Path, capsys):
    good = MAGETAN.read_text().replace("versi = 1\n", "versi = 7\n", 1)
    (tmp_path / "a.toml").write_text(good)
    (tmp_path / "b.toml").write_text(good.replace("versi = 7", "versi = 8", 1).replace("jumlah = 3,", "jumlah = 0,", 1))
    with pytest.raises(CommandError) as refusal:
        call_command("sop_load", folder=tmp_path)
    assert str(refusal.value).startswith("Berkas b.toml, baris ")
    assert not SopVersion.objects.filter(version__in=[7, 8]).exists()


@pytest.mark.parametrize("model", [SopVersion, Step])
def test_the_database_refuses_changing_or_removing_a_loaded_definition(db, model):
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(**{"name" if model is SopVersion else "output": "x"})
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk)._raw_delete("default")


def test_without_the_guard_a_definition_could_be_changed(db):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER immutable ON sop_step")
    assert Step.objects.filter(no=1).update(output="x") == 5


def test_sop_list_tells_every_sop_in_the_contracts_form(db, capsys):
    call_command("sop_list", json=True)
    told = json.loads(capsys.readouterr().out)
    assert [sop["code"] for sop in told] == [
        "banjarbaru-pkh",
        "lamandau-pkh",
        "magetan-pkh",
        "magetan-sembako",
        "sragen-pkh",
    ]
    assert list(told[2]) == ["code", "name", "program", "region", "version", "steps"]
    assert told[2]["steps"][8] == {
        "no": 9,
        "kegiatan": "Kroscek kesesuaian data KPM",
        "pelaksana": ["PPKH Kecamatan", "PPKH Kabupaten"],
        "waktu": {"amount": 5, "unit": "hari_kerja"},
        "output": "Data benar-benar telah diteliti dan sudah valid",
        "kelengkapan": ["ATK", "Komputer", "Internet", "Printer", "Kendaraan"],
    }


def test_sop_list_names_the_newest_version_in_force(db, capsys):
    coming = replace(
        definitions.load(MAGETAN), versi=3, berlaku_sejak=SopVersion.objects.first().in_force_from.replace(year=2090)
    )
    loading.store([replace(definitions.load(MAGETAN), versi=2, nama="Revisi"), coming])
    call_command("sop_list", json=True)
    told = {sop["code"]: sop["version"] for sop in json.loads(capsys.readouterr().out)}
    assert told["magetan-pkh"] == 2
