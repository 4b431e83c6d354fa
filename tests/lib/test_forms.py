import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from pkh_sembako.lib.forms import (
    BerkasField,
    FilterForm,
    KitForm,
    NikField,
    RupiahField,
    StoredNikField,
    TanggalField,
    TanggalJamField,
)
from pkh_sembako.office.models import Desa

ROOT = Path(__file__).resolve().parents[2]


def refusal(field: forms.Field, value) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


@pytest.mark.parametrize("typed", ["1500000", "1.500.000", "Rp 1.500.000", "Rp\xa01.500.000,00", " rp1500000 "])
def test_rupiah_is_read_as_people_write_it(typed):
    assert RupiahField().clean(typed) == 1_500_000


@pytest.mark.parametrize("typed", ["1.5", "1.50.000", "seribu", "-5", "١٥٠٠", "1" * 400, "1e6"])
def test_rupiah_that_could_mean_two_things_is_refused(typed):
    assert refusal(RupiahField(), typed) == ["Tulis nominal dalam rupiah tanpa sen, misalnya 1.500.000."]


def test_a_stored_amount_is_shown_with_dots_and_counts_as_unchanged():
    class Form(KitForm):
        nominal = RupiahField()

    assert 'value="1.500.000"' in str(Form(initial={"nominal": 1_500_000})["nominal"])
    assert not Form({"nominal": "1.500.000"}, initial={"nominal": 1_500_000}).has_changed()


@pytest.mark.parametrize("typed", ["2026-11-22", "22-11-2026", "22/11/2026"])
def test_a_date_is_read_day_first(typed):
    assert TanggalField().clean(typed) == dt.date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["11/22/2026", "05/13/2026", "22-11-26", "31-02-2026", "besok"])
def test_a_date_in_another_order_is_refused(typed):
    assert refusal(TanggalField(), typed) == ["Tulis tanggal yang ada di kalender, misalnya 22-11-2026."]


def test_a_year_outside_any_record_is_refused_with_the_year():
    assert refusal(TanggalField(), "0001-01-01") == ["Tahun harus antara 1900 dan 2199. Yang ditulis 1."]


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "x"])
def test_a_moment_outside_the_calendar_is_refused_and_never_breaks(typed):
    with pytest.raises(ValidationError):
        TanggalJamField().clean(typed)


def test_a_moment_is_read_in_the_zone_of_the_office():
    moment = TanggalJamField().clean("2026-11-22T14:05")
    assert moment.astimezone(dt.UTC) == dt.datetime(2026, 11, 22, 7, 5, tzinfo=dt.UTC)


def test_a_nik_may_be_typed_in_groups():
    assert NikField().clean("3520 0101 0101 0001") == "3520010101010001"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("352001010101000", "NIK harus 16 angka. Yang ditulis 15 angka."),
        ("35200101010100OI", "NIK hanya berisi angka."),
        ("٣٥٢٠٠١٠١٠١٠١٠٠٠١", "NIK hanya berisi angka."),
    ],
)
def test_a_wrong_nik_is_told_what_is_wrong(typed, message):
    assert refusal(NikField(), typed) == [message]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.exe", b"x", "Jenis berkas harus .xlsx atau .csv. Yang diunggah .exe."),
        ("a.xlsx", b"x" * 1_600_000, "Berkas paling besar 1 MB. Yang diunggah 1,5 MB."),
        ("a.csv", b"", "Berkas ini kosong. Pilih berkas yang berisi data."),
    ],
)
def test_a_wrong_upload_is_told_what_is_wrong(name, content, message):
    field = BerkasField(extensions=["xlsx", "csv"], max_mb=1)
    assert refusal(field, SimpleUploadedFile(name, content)) == [message]


def test_missing_values_are_named_in_a_sentence():
    class Form(KitForm):
        nama = forms.CharField(label="Nama lengkap")
        nik = NikField(label="NIK")
        desa = forms.ChoiceField(label="Desa", choices=[("1", "Sarangan")])
        bukti = BerkasField(label="Bukti", extensions=["pdf"], max_mb=1)
        ya = forms.BooleanField(label="Data ini benar")
        own = forms.CharField(label="X", error_messages={"required": "Tulis alasannya."})

    assert [errors[0] for errors in Form({}).errors.values()] == [
        "Isi nama lengkap.",
        "Isi NIK.",
        "Pilih desa.",
        "Unggah bukti.",
        "Centang “Data ini benar”.",
        "Tulis alasannya.",
    ]


def test_an_error_stands_by_its_field_and_what_was_typed_stays():
    class Form(KitForm):
        nik = NikField(label="NIK", help_text="16 angka pada KTP.")

    html = str(Form({"nik": "12<3"}))
    assert 'value="12&lt;3"' in html
    assert 'aria-describedby="id_nik_helptext id_nik_error"' in html
    assert 'id="id_nik_error"' in html


class HouseholdFilter(FilterForm):
    kecamatan = forms.ChoiceField(label="Kecamatan", choices=[("", "Semua"), ("01", "Plaosan")])
    perlu = forms.BooleanField(label="Perlu kroscek")
    q = forms.CharField(label="Nama")


def test_active_filters_are_chips_that_remove_themselves_and_the_page():
    form = HouseholdFilter(QueryDict("kecamatan=01&perlu=on&q=&sesudah=abc&urut=nama"))
    assert form.applied() == {"kecamatan": "01", "perlu": True}
    assert form.chips() == [
        ("Kecamatan: Plaosan", "?perlu=on&q=&urut=nama"),
        ("Perlu kroscek", "?kecamatan=01&q=&urut=nama"),
    ]


def test_a_filter_value_that_makes_no_sense_is_left_out_and_named():
    form = HouseholdFilter(QueryDict("kecamatan=zz&q=siti"))
    assert form.applied() == {"q": "siti"}
    assert form.ignored() == ["Kecamatan"]


def test_vendored_files_are_what_their_list_says():
    packages = json.loads((ROOT / "static/vendor/VENDOR.json").read_text())
    listed = {path: digest for package in packages for path, digest in package["sha256"].items()}
    assert {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in listed} == listed


class NumberForm(KitForm):
    nik = StoredNikField(label="NIK", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nik"].stored = self.initial.get("nik", "")


def test_a_stored_number_stays_masked_and_its_mask_means_unchanged():
    stored = {"nik": "3520075708900001"}
    assert 'value="3520********0001"' in str(NumberForm(initial=stored)["nik"])
    answers = {}
    for typed in ("3520********0001", "3520 0757 0890 0002", "", "3520********0009"):
        form = NumberForm({"nik": typed}, initial=stored)
        answers[typed] = form.cleaned_data["nik"] if form.is_valid() else form.errors["nik"]
    assert answers == {
        "3520********0001": "3520075708900001",
        "3520 0757 0890 0002": "3520075708900002",
        "": "",
        "3520********0009": ["Tulis NIK lengkap, 16 angka, atau muat ulang halaman."],
    }


def test_an_empty_choice_says_what_it_means():
    class Choosing(KitForm):
        needed = forms.ModelChoiceField(Desa.objects.none(), label="Desa")
        spare = forms.ModelChoiceField(Desa.objects.none(), label="Desa lain", required=False)
        plain = forms.ChoiceField(label="Cara", choices=[("", "---------"), ("a", "A")], required=False)

    words = [next(iter(Choosing().fields[name].choices))[1] for name in ("needed", "spare", "plain")]
    assert words == ["Pilih", "Tidak diisi", "Tidak diisi"]
