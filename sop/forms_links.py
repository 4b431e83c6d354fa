"""The forms of the public page of a personal link."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.lib.forms import KitForm, TanggalField
from pkh_sembako.office.models import Desa
from sop.services.link_confirming import Answer
from sop.services.links import CODE_DIGITS

AGREE, OBJECT = "terima", "keberatan"


class ConfirmForm(KitForm):
    """Who confirms, with the code. The subclasses add what is confirmed."""

    name = forms.CharField(label="Nama Anda", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    position = forms.CharField(
        label="Jabatan",
        max_length=120,
        help_text="Misalnya Camat, Sekretaris Kecamatan, Kepala Desa, atau Lurah.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    code = forms.CharField(
        label="Kode konfirmasi",
        max_length=20,
        help_text="Enam angka yang Anda terima terpisah dari tautan, atau di dalam pos-el yang sama.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        digits = "".join(letter for letter in self.cleaned_data["code"] if letter not in " -.")
        if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(f"Kode terdiri atas {CODE_DIGITS} angka.")
        return digits

    def answer(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name] for name in ("code", "name", "position")})


class ToldForm(ConfirmForm):
    """A camat's: which desa were told, and when; without desa to choose it confirms having the letter."""

    desa = forms.ModelMultipleChoiceField(
        Desa.objects.none(),
        label="Desa/kelurahan yang sudah diberi tahu",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang paling sedikit satu desa.", "invalid_choice": "Pilih desa yang ada."},
    )
    on = TanggalField(label="Tanggal diberi tahu")
    field_order = ["desa", "on", "name", "position", "code"]

    def __init__(self, *args: Any, desa: list[Desa], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["desa"].queryset = Desa.objects.filter(pk__in=[each.pk for each in desa]).order_by("name")

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(data["code"], data["name"], data["position"], desa=list(data["desa"]), on=data["on"])


class ScheduleAnswerForm(ConfirmForm):
    """The schedule is accepted, or objected to with a reason."""

    answered = forms.ChoiceField(
        label="Jawaban",
        choices=[(AGREE, "Kami terima jadwal ini"), (OBJECT, "Ada keberatan")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Catatan atau keberatan",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila ada keberatan: sebut desa, hari, atau tempat yang perlu diubah.",
    )
    field_order = ["answered", "note", "name", "position", "code"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answered") == OBJECT and not data.get("note") and "note" not in self.errors:
            self.add_error("note", "Tulis keberatannya agar Dinas dapat mengubah jadwal.")
        return data

    def answer(self) -> Answer:
        data = self.cleaned_data
        agreed = data["answered"] == AGREE
        return Answer(data["code"], data["name"], data["position"], agreed=agreed, note=data["note"])
