"""The form with which a signer decides on several letters at once."""

from typing import Any

from django import forms

from pkh_sembako.accounts.forms.second_factor import CODE_HELP, code_field
from pkh_sembako.lib.forms import KitForm

APPROVE, RETURN = "setujui", "kembalikan"
LONGEST_MARK = 90  # an id, a colon and a SHA-256


class DecideForm(KitForm):
    """What is done with the ticked letters; the code is asked of who has a second factor."""

    decision = forms.ChoiceField(
        label="Keputusan Anda",
        widget=forms.RadioSelect,
        choices=[(APPROVE, "Setujui"), (RETURN, "Kembalikan")],
        error_messages={"required": "Pilih setujui atau kembalikan."},
    )
    reason = forms.CharField(
        label="Alasan pengembalian", max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
    password = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Satu kali untuk semua surat yang dicentang.",
    )
    code = code_field(required=False, help_text=CODE_HELP)

    mark_optional = False

    def __init__(self, data: Any, *, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.seen = seen(data.getlist("id")) if data else {}
        if not asks_code:
            del self.fields["code"]

    @property
    def approves(self) -> bool:
        return self.cleaned_data.get("decision") == APPROVE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.seen:
            self.add_error(None, "Centang suratnya lebih dahulu.")
        if cleaned.get("decision") == RETURN and not (cleaned.get("reason") or "reason" in self.errors):
            self.add_error("reason", "Isi alasan pengembalian.")
        if self.approves and "code" in self.fields and not (cleaned.get("code") or "code" in self.errors):
            self.add_error("code", "Isi kode dari aplikasi autentikator.")
        return cleaned


def seen(marks: list[str]) -> dict[int, str]:
    """{letter id: fingerprint} of the ticks "17:ab12…"; what is no such mark is no tick."""
    found = {}
    for mark in marks:
        number, _, told = mark.partition(":")
        if len(mark) <= LONGEST_MARK and number.isascii() and number.isdigit() and len(number) < 18:
            found[int(number)] = told
    return found
