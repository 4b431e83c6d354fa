"""Form of a second visit."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.lib.forms import KitForm, TanggalField
from programs.enums import Basis, Outcome, RecheckVerdict
from programs.forms.kroscek import BASES


class RecheckForm(KitForm):
    """Same as the first result, or how it differs."""

    verdict = forms.ChoiceField(
        label="Dibanding hasil pertama", choices=RecheckVerdict.choices, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label="Bila berbeda: yang Anda temukan", choices=[("", "Pilih hasil"), *Outcome.choices], required=False
    )
    note = forms.CharField(
        label="Keterangan",
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Bila berbeda: tulis apa yang berbeda.",
    )
    basis = forms.ChoiceField(label="Dasar pemeriksaan", choices=BASES, widget=forms.RadioSelect)
    checked_on = TanggalField(label="Tanggal diperiksa")

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"checked_on": timezone.localdate(), "basis": Basis.VISIT})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == RecheckVerdict.DIFFERENT:
            if not cleaned.get("outcome"):
                self.add_error("outcome", "Pilih hasil yang Anda temukan.")
            if not cleaned.get("note"):
                self.add_error("note", "Tulis apa yang berbeda.")
        return cleaned
