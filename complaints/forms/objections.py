"""Forms of sanggah: what is written down, where it goes, what came of it, and the office's window."""

from typing import Any

from django import forms
from django.utils import timezone

from complaints.enums import ObjectionAbout, ObjectionState
from complaints.forms.desk import ALL, area, desa_choices
from pkh_sembako.lib.forms import FilterForm, KitForm, NikField, TanggalField
from pkh_sembako.office.models import Desa


class RecordForm(KitForm):
    about = forms.ChoiceField(label="Tentang", choices=ObjectionAbout.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Nama yang disanggah", max_length=120)
    desa = forms.ChoiceField(label="Desa/kelurahan", required=False)
    family = NikField(
        label="NIK atau nomor KK",
        sebutan="NIK atau nomor KK",
        required=False,
        help_text="Bila diketahui: keluarga ditautkan. Pencariannya tercatat di jejak baca.",
    )
    text = forms.CharField(label="Isi sanggah", max_length=2000, widget=area(4))
    shown_on = TanggalField(label="Hasil yang disanggah tampil pada", help_text="Masa sanggah dihitung dari sini.")
    reference = forms.CharField(label="Nomor di Cek Bansos", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].choices = [("", "Tidak diketahui"), *desa_choices()]  # type: ignore[attr-defined]

    def clean_desa(self) -> Desa | None:
        return Desa.objects.filter(pk=self.cleaned_data["desa"] or None).first()


class ForwardForm(KitForm):
    forwarded_to = forms.CharField(label="Diteruskan kepada", max_length=120)
    forwarded_on = TanggalField(label="Diteruskan pada")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"forwarded_on": timezone.localdate()}, **kwargs)


class EndForm(KitForm):
    result = forms.CharField(label="Hasil", max_length=300, widget=area(2))


class WindowForm(KitForm):
    since = TanggalField(label="Berlaku sejak")
    days = forms.IntegerField(
        label="Masa sanggah (hari kalender)",
        min_value=1,
        max_value=366,
        required=False,
        help_text="Kosongkan bila belum ditetapkan; tenggatnya tidak ditampilkan.",
    )
    basis = forms.CharField(label="Dasar", max_length=300)


class ObjectionFilter(FilterForm):
    status = forms.ChoiceField(label="Status", choices=[ALL, *ObjectionState.choices])
    tentang = forms.ChoiceField(label="Tentang", choices=[ALL, *ObjectionAbout.choices])
