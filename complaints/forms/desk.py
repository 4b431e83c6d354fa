"""Forms of the desk: the list's filters, a complaint written down for a citizen, the order of a workbook."""

from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from complaints.enums import ComplaintKind, ComplaintState, Disclosure, Gravity, Intake, Subject
from complaints.queries.desk import LATE, NEAR, OPEN
from complaints.services.intake import Report
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm, NikField, TanggalField, TanggalJamField
from pkh_sembako.office.models import Desa, Kecamatan

PAPERS = ["pdf", "jpg", "jpeg", "png"]
BY_HAND = [(code, label) for code, label in Intake.choices if code != Intake.WEB]
ALL = ("", "Semua")


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ComplaintFilter(FilterForm):
    q = forms.CharField(label="Nomor, ID LAPOR!, atau nama pelapor", max_length=80)
    status = forms.ChoiceField(label="Status", choices=[ALL, (OPEN, "Masih dikerjakan"), *ComplaintState.choices])
    waktu = forms.ChoiceField(
        label="Tenggat", choices=[ALL, (LATE, "Lewat tenggat"), (NEAR, "Mendekati tenggat (jatuh tempo hari ini)")]
    )
    tangan = forms.BooleanField(label="Di tangan saya")
    perihal = forms.ChoiceField(label="Perihal", choices=[ALL, *Subject.choices])
    saluran = forms.ChoiceField(label="Saluran", choices=[ALL, *Intake.choices])
    tingkat = forms.ChoiceField(label="Tingkat", choices=[ALL, *Gravity.choices])
    kecamatan = forms.ChoiceField(label="Kecamatan")
    tahun = forms.IntegerField(label="Tahun", min_value=2007, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kecamatan"].choices = [ALL, *kecamatan_choices()]


class ExportForm(KitForm):
    keperluan = forms.CharField(
        label="Untuk apa daftar ini diekspor", max_length=200, help_text="Tercatat di jejak baca bersama nama Anda."
    )


def kecamatan_choices() -> list[tuple[str, str]]:
    return list(Kecamatan.objects.of_office().order_by("name").values_list("code", "name"))


def desa_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    places = Desa.objects.of_office().select_related("kecamatan").order_by("kecamatan__name", "name")
    groups = groupby(places, key=lambda row: row.kecamatan.name)
    return [(f"Kec. {name}", [(row.code, row.name) for row in rows]) for name, rows in groups]


class PlaceMixin:
    """Adds `kecamatan` and `desa`; a desa says its kecamatan."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def fill_places(self) -> None:
        self.fields["kecamatan"].choices = [("", "Tidak diketahui"), *kecamatan_choices()]  # type: ignore[attr-defined]
        self.fields["desa"].choices = [("", "Tidak diketahui"), *desa_choices()]  # type: ignore[attr-defined]

    def places(self) -> dict[str, Any]:
        desa = Desa.objects.select_related("kecamatan").filter(pk=self.cleaned_data["desa"] or None).first()
        kecamatan = Kecamatan.objects.filter(pk=self.cleaned_data["kecamatan"] or None).first()
        return {"desa": desa, "kecamatan": kecamatan or (desa and desa.kecamatan)}


class IntakeForm(PlaceMixin, KitForm):
    """A complaint that came by another way than the public form."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    intake = forms.ChoiceField(label="Saluran", choices=[("", "Pilih saluran"), *BY_HAND])
    tracking_id = forms.CharField(
        label="ID SP4N-LAPOR!", max_length=40, required=False, help_text="Hanya untuk laporan dari SP4N-LAPOR!."
    )
    received_at = TanggalJamField(
        label="Diterima", help_text="Boleh lebih awal; tenggat verifikasi dihitung dari sini."
    )
    kind = forms.ChoiceField(label="Jenis", choices=ComplaintKind.choices, widget=forms.RadioSelect)
    subject = forms.ChoiceField(label="Perihal", choices=[("", "Pilih perihal"), *Subject.choices])
    story = forms.CharField(
        label="Uraian pelapor",
        max_length=5000,
        widget=area(6),
        help_text="Dengan kata pelapor; tidak dapat diubah lagi.",
    )
    happened_on = TanggalField(label="Tanggal kejadian", required=False)
    kecamatan = forms.ChoiceField(label="Kecamatan", required=False)
    desa = forms.ChoiceField(label="Desa/kelurahan", required=False)
    place = forms.CharField(label="Tempat", max_length=200, required=False)
    disclosure = forms.ChoiceField(label="Identitas pelapor", choices=Disclosure.choices, widget=forms.RadioSelect)
    reporter_name = forms.CharField(label="Nama pelapor", max_length=120, required=False)
    reporter_phone = forms.CharField(label="Nomor HP pelapor", max_length=30, required=False)
    reporter_email = forms.EmailField(label="Pos-el pelapor", max_length=120, required=False)
    family = NikField(
        label="NIK atau nomor KK keluarga yang dilaporkan",
        sebutan="NIK atau nomor KK",
        required=False,
        help_text="Bila diketahui: keluarga langsung ditautkan. Pencariannya tercatat di jejak baca.",
    )
    file = BerkasField(label="Lampiran", extensions=PAPERS, max_mb=5, required=False)
    file2 = BerkasField(label="Lampiran kedua", extensions=PAPERS, max_mb=5, required=False)
    note = forms.CharField(label="Catatan dalam", max_length=2000, required=False, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {
            "key": uuid4(),
            "received_at": timezone.localtime(),
            "kind": ComplaintKind.COMPLAINT,
            "disclosure": Disclosure.OPEN,
        }
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fill_places()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("intake") == Intake.LAPOR and not cleaned.get("tracking_id"):
            self.add_error("tracking_id", "Isi ID laporan (Tracking ID) dari SP4N-LAPOR!.")
        if cleaned.get("tracking_id") and cleaned.get("intake") not in (None, Intake.LAPOR):
            self.add_error("tracking_id", "ID SP4N-LAPOR! hanya untuk saluran SP4N-LAPOR!.")
        return cleaned

    def report(self) -> Report:
        given = self.cleaned_data
        names = ("subject", "story", "kind", "disclosure", "happened_on", "place", "tracking_id")
        who = ("reporter_name", "reporter_phone", "reporter_email")
        return Report(**{name: given[name] for name in (*names, *who)}, **self.places())

    def uploads(self) -> list[Any]:
        return [self.cleaned_data[name] for name in ("file", "file2") if self.cleaned_data[name]]
