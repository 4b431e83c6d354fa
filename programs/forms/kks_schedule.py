"""Forms of the jadwal pendistribusian KKS: sizes of a proposal, one session, reasons and papers."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm, KitModelForm, TanggalField
from pkh_sembako.office.models import Desa
from programs.models import KksSlot
from programs.services.kks.scheduling import Sizes

PAPERS = ["pdf", "jpg", "jpeg", "png", "xlsx"]


class SizesForm(KitForm):
    """What a proposal is computed from."""

    starts = TanggalField(label="Hari pertama")
    teams = forms.IntegerField(
        label="Jumlah tim", min_value=1, max_value=50, initial=4, help_text="Tim yang menyerahkan kartu bersamaan."
    )
    per_hour = forms.IntegerField(
        label="Kartu per tim per jam", min_value=1, max_value=500, initial=60, help_text="Kecepatan satu tim."
    )
    days = forms.IntegerField(
        label="Janji pelayanan (hari)", min_value=1, max_value=90, initial=15, help_text="Menurut SOP: 15 hari."
    )
    whole = forms.BooleanField(
        label="Utamakan satu desa dalam satu hari, walau semua hari yang dijanjikan terpakai", required=False
    )

    def sizes(self) -> Sizes:
        return Sizes(**{name: self.cleaned_data[name] for name in ("starts", "teams", "per_hour", "days", "whole")})


class ProposeForm(SizesForm):
    contact = forms.CharField(
        label="Narahubung bank", max_length=120, required=False, help_text="Nama dan telepon, tercetak pada jadwal."
    )


class SlotForm(KitModelForm):
    """One session; after the schedule was received with the reason of the change."""

    reason = forms.CharField(label="Alasan perubahan", max_length=100, help_text="Tersimpan pada riwayat jadwal.")

    class Meta:
        model = KksSlot
        fields = ["desa", "day", "start", "end", "team", "cards", "place", "officers"]
        field_classes = {"day": TanggalField}
        widgets = {
            "day": TanggalField.widget,
            "start": forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "300"}),
            "end": forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "300"}),
        }
        help_texts = {"officers": "Pendamping, TKSK, dan petugas bank yang bertugas."}

    def __init__(self, *args: Any, desa: QuerySet[Desa], asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].queryset = desa
        self.fields["desa"].label_from_instance = lambda each: f"{each.name}, Kec. {each.kecamatan.name}"
        for name, most in (("team", 1000), ("cards", 1_000_000)):
            self.fields[name].min_value = 1
            self.fields[name].validators += [
                forms.fields.validators.MinValueValidator(1, "Paling sedikit 1."),
                forms.fields.validators.MaxValueValidator(most, f"Paling banyak {most}."),
            ]
        for name in ("start", "end"):
            self.fields[name].error_messages["invalid"] = "Tulis jam, misalnya 08:00."
        if not asks_reason:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start >= end:
            self.add_error("end", "Jam selesai harus sesudah jam mulai.")
        return cleaned

    def validate_constraints(self) -> None:
        """The service asks the database itself, which speaks for two who save at once as well."""


class ReasonForm(KitForm):
    reason = forms.CharField(label="Alasan", max_length=100)


class ReceiveForm(KitForm):
    file = BerkasField(label="Jadwal dari bank di atas kertas", extensions=PAPERS, max_mb=LARGEST_MB, required=False)


class ConfirmForm(KitForm):
    """The kecamatan confirms by itself; for it the Dinas uploads what it sent."""

    file = BerkasField(
        label="Bukti dari kecamatan",
        extensions=PAPERS,
        max_mb=LARGEST_MB,
        required=False,
        help_text="Surat, pindaian, atau tangkapan pesan.",
    )
    note = forms.CharField(label="Catatan", max_length=300, required=False)
