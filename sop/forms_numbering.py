"""The numbers of a cycle's letters: one field a letter where the sekretariat's agenda gives them."""

from collections import Counter
from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.documents.models import Document, Letter
from pkh_sembako.documents.services.numbers import LONGEST
from pkh_sembako.lib.forms import KitForm, TanggalField


class DateForm(KitForm):
    """The date of all letters."""

    dated = TanggalField(label="Tanggal surat")

    def clean_dated(self) -> Any:
        dated = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError("Tanggal surat paling lambat hari ini, karena surat bernomor sudah terbit.")
        return dated


class NumberForm(KitForm):
    """The number of one letter, from the sekretariat's agenda."""

    number = forms.CharField(
        label="Nomor surat",
        max_length=LONGEST,
        error_messages={"required": "Isi nomor dari agenda sekretariat."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"n{letter.pk}", **kwargs)
        self.letter = letter
        self["number"].label = f"Nomor surat untuk Kec. {letter.notice.kecamatan}"

    def clean_number(self) -> str:
        number = " ".join(self.cleaned_data["number"].split())
        if not number:
            raise forms.ValidationError("Isi nomor dari agenda sekretariat.")
        return number


def fit_together(rows: list[NumberForm]) -> bool:
    """Whether every number is there, once, and free; what is not is said at its row."""
    valid = [row for row in rows if row.is_valid()]
    numbers = Counter(row.cleaned_data["number"] for row in valid)
    taken = set(Document.objects.filter(number__in=numbers).values_list("number", flat=True))
    for row in valid:
        number = row.cleaned_data["number"]
        if number in taken:
            row.add_error("number", f"Nomor {number} sudah dipakai dokumen lain.")
        elif numbers[number] > 1:
            row.add_error("number", f"Nomor {number} ditulis lebih dari satu kali.")
    return not any(row.errors for row in rows)
