"""Forms of the yearly evaluation."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.leadership.enums import ASPECTS, SCORES
from pkh_sembako.lib.forms import KitForm, TanggalField

TARGETS = {
    "target_on_time": ("Target langkah tepat waktu (%)", 95),
    "target_checked": ("Target keluarga dikroscek (%)", 100),
    "target_complaints": ("Target pengaduan dalam batas (%)", 90),
    "target_satisfaction": ("Target SKM", 80),
}
CHOICES = [(str(score), f"{score}. {words}") for score, words in reversed(SCORES.items())]


class ReviewForm(KitForm):
    year = forms.IntegerField(label="Tahun", min_value=2020, max_value=2100)
    closes_on = TanggalField(label="Batas pengisian")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"year": timezone.localdate().year})
        super().__init__(*args, **kwargs)
        for name, (label, usual) in TARGETS.items():
            self.fields[name] = forms.IntegerField(label=label, min_value=1, max_value=100, initial=usual)

    @property
    def targets(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in TARGETS}


class RatingForm(KitForm):
    """One radio row for each aspect; nothing is chosen beforehand."""

    note = forms.CharField(label="Catatan", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            name: forms.ChoiceField(label=title, help_text=words, choices=CHOICES, widget=forms.RadioSelect)
            for name, (title, words) in ASPECTS.items()
        }
        self.fields = rows | self.fields

    @property
    def scores(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in ASPECTS}
