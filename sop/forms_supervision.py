"""Forms of a superior's note and of the answer to it."""

from typing import Any

from django import forms

from pkh_sembako.lib.forms import TanggalField
from sop.forms import StepPageForm


class NoteForm(StepPageForm):
    area = "supervisi"
    text = forms.CharField(label="Catatan", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    answer_by = TanggalField(label="Tindak lanjut paling lambat", required=False)


class AnswerForm(StepPageForm):
    """One stands under each note that the user may answer."""

    text = forms.CharField(label="Jawaban", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, note: int, **kwargs: Any) -> None:
        self.note, self.area = note, f"jawaban_{note}"
        super().__init__(*args, **kwargs)
