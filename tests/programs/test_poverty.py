"""What the standard of Program Sembako asks of a family: DTKS/DTSEN, and the district's own poverty data."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pkh_sembako.audit.models import Job
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Household, Member, PovertyList
from programs.queries import families as family_list
from programs.queries import standard
from programs.services import poverty
from tests.programs.factories import families, nik, no_kk

DAY = date(2026, 1, 1)


def upload(*rows, titles=("NIK", "NO KK", "NAMA")) -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows([titles, *rows])
    return SimpleUploadedFile("miskin.csv", text.getvalue().encode(), content_type="text/csv")


@pytest.fixture
def kpm(cast, plaosan) -> list[Household]:
    return families(Desa.objects.filter(kecamatan=plaosan)[0], 5)


@pytest.fixture
def load(operator):
    def given(*rows, since=DAY, **options) -> PovertyList:
        return poverty.read(ordered(upload(*rows, **options), operator, since=since))

    return given


def ordered(file, by, *, since=DAY) -> PovertyList:
    return poverty.order(file, name="Data  kemiskinan", year=2026, in_force_from=since, by=by)


def answers(household: Household) -> list[bool | None]:
    return [one.met for one in standard.requirements(household)]


def test_a_family_is_found_by_pengurus_by_kk_and_by_member(kpm, load):
    Member.objects.create(household=kpm[2], nik=nik(900), name="Anak")
    made = load([nik(1), "", "A"], [nik(901), no_kk(2), "B"], [nik(900), "", "C"], [nik(902), "", "D"])
    assert [answers(one)[1] for one in kpm] == [True, True, True, False, False]
    assert (made.name, made.rows.count(), standard.matched(made)) == ("Data kemiskinan", 4, 3)


def test_refused_rows_are_told_and_the_good_ones_stay(kpm, load):
    made = load([nik(1), "", "A"], ["12", "", "B"], [nik(1), "", "C"], [nik(2), "", ""])
    assert [(found["row"], found["column"], found["code"]) for found in made.refused] == [
        (3, "NIK", "nik_length"), (4, "NIK", "duplicate_in_file"), (5, "NAMA", "name_missing"),
    ]  # fmt: skip
    assert (made.rows_read, made.rows.count()) == (4, 1)


def test_what_is_no_list_at_all_is_refused_at_once(cast, operator):
    with pytest.raises(DomainError, match="PDF"):
        ordered(SimpleUploadedFile("x.xlsx", b"%PDF-1.4 x"), operator)
    assert (PovertyList.objects.count(), Job.objects.count()) == (0, 0)


def test_the_newest_list_in_force_counts(kpm, load):
    assert answers(kpm[0]) == [False, None]
    load([nik(1), "", "A"])
    load([nik(2), "", "B"], since=DAY + timedelta(days=30))
    load([nik(3), "", "C"], since=timezone.localdate() + timedelta(days=1))
    assert [answers(one)[1] for one in kpm[:3]] == [False, True, False]
    load([nik(1), "", "A"], since=DAY + timedelta(days=30))  # a correction of the same day
    assert [answers(one)[1] for one in kpm[:3]] == [True, False, False]


def test_who_lacks_which_can_be_listed(kpm, load, operator):
    Household.objects.filter(pk=kpm[0].pk).update(desil=2)
    Household.objects.filter(pk=kpm[1].pk).update(iddtks="DTKS1")
    load([nik(1), "", "A"], [nik(3), "", "C"])

    def lacking(code: str) -> list[str]:
        found = family_list.filtered(operator, {"syarat": code}).order_by("nik")
        return list(found.values_list("nik", flat=True))

    assert {code: lacking(code) for code in standard.LACKS} == {
        "dtsen": [nik(3), nik(4), nik(5)],
        "kemiskinan": [nik(2), nik(4), nik(5)],
        "salah_satu": [nik(2), nik(3), nik(4), nik(5)],
    }


def test_the_desil_is_dated_with_its_source(kpm, operator, client):
    client.force_login(operator)
    family = kpm[0]
    for value, reason in ((4, "DTSEN triwulan 3"), (4, "Alamat"), (2, "DTSEN triwulan 4")):
        family.refresh_from_db()
        family.desil, family._history_user, family._change_reason = value, operator, reason
        family.save()
    told = [(one.value, one.source) for one in standard.desil_history(family)]
    assert told == [(2, f"{operator}: DTSEN triwulan 4"), (4, f"{operator}: DTSEN triwulan 3")]
    today = tanggal(timezone.localdate())
    assert standard.requirements(family)[0].words == f"desil 2, per {today}"
    history = client.get(f"/keluarga/{family.pk}/riwayat/").content.decode()
    assert ("Desil dari waktu ke waktu" in history, "DTSEN triwulan 3" in history) == (True, True)
    page = client.get(f"/keluarga/{family.pk}/kepesertaan/").content.decode()
    assert f"desil 2, per {today}" in page


def test_the_inspektorat_reads_and_imports_nothing(inspektorat, client):
    client.force_login(inspektorat)
    page = client.get("/data-kemiskinan/")
    assert (page.status_code, page.context["may_import"]) == (200, False)
    assert client.post("/data-kemiskinan/", {}).status_code == 403
