"""Forms of the kroscek on paper: print a sheet, keep the scan of a signed one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm
from pkh_sembako.lib.numbers import thousands
from programs.queries.sheets import DesaRow

MASKED, WHOLE = "samar", "lengkap"
NUMBERS = [(MASKED, "Disamarkan"), (WHOLE, "Lengkap (keperluannya tercatat)")]
SEPARATOR = "|"


class PrintForm(KitForm):
    """Which desa or kelompok, and whether the numbers are whole."""

    place = forms.ChoiceField(label="Desa atau kelompok", required=False)
    numbers = forms.ChoiceField(label="NIK pada lembar", choices=NUMBERS, initial=MASKED, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="Keperluan",
        max_length=200,
        required=False,
        help_text="Wajib bila NIK dicetak lengkap; tercatat bersama nama Anda dan dapat dibaca inspektorat.",
    )

    mark_optional = False

    def __init__(self, *args: Any, rows: Sequence[DesaRow], may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="cetak_%s", **kwargs)
        whole = thousands(sum(row.families for row in rows))
        everything = [("", f"Semua desa ({whole} keluarga)")] if len(rows) > 1 else []
        self.fields["place"].choices = everything + [choice for row in rows for choice in _places(row)]
        if not may_reveal:
            self.fields["numbers"].choices = NUMBERS[:1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("numbers") == WHOLE and not cleaned.get("purpose"):
            self.add_error("purpose", "Tulis untuk apa NIK lengkap dicetak.")
        return cleaned

    @property
    def desa(self) -> str:
        return str(self.cleaned_data["place"]).partition(SEPARATOR)[0]

    @property
    def dusun(self) -> str:
        return str(self.cleaned_data["place"]).partition(SEPARATOR)[2]

    @property
    def whole_numbers(self) -> bool:
        return self.cleaned_data["numbers"] == WHOLE


def _places(row: DesaRow) -> list[tuple[str, str]]:
    """The desa, and below it each dusun where it has more than one."""
    found = [(row.code, f"{row.name} ({thousands(row.families)} keluarga)")]
    if len(row.dusun) > 1:
        found += [(f"{row.code}{SEPARATOR}{dusun}", f"{row.name}: kelompok {dusun}") for dusun in row.dusun]
    return found


class ScanForm(KitForm):
    """The signed sheet of a desa."""

    desa = forms.ChoiceField(label="Desa")
    code = forms.CharField(
        label="Kode lembar", max_length=20, required=False, help_text="Sepuluh huruf dan angka di kaki lembar."
    )
    file = BerkasField(
        label="Pindaian lembar bertanda tangan", extensions=["pdf", "jpg", "jpeg", "png"], max_mb=LARGEST_MB
    )
    note = forms.CharField(label="Keterangan", max_length=300, required=False)

    def __init__(self, *args: Any, rows: Sequence[DesaRow], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="pindai_%s", **kwargs)
        self.fields["desa"].choices = [(row.code, row.name) for row in rows]
