"""The form of Kemensos's limit."""

from typing import Any

from django import forms

from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalJamField
from sop import labels
from sop.enums import CLOSED_STEPS
from sop.models import Cycle

NEWEST = 100  # letters offered; an older one is rarely a limit of today


class LimitForm(KitForm):
    """The whole cycle or one step that is not closed, until when, and what shows it."""

    step = forms.ChoiceField(label="Berlaku untuk", required=False)
    due = TanggalJamField(
        label="Batas Kemensos", required=False, help_text="Menurut surat atau pesan. Kosongkan untuk mencabut batas."
    )
    letter = forms.ModelChoiceField(
        IncomingLetter.objects.none(), label="Surat dari buku agenda", required=False, empty_label="Tidak ada suratnya"
    )
    upload = BerkasField(
        label="Atau unggah pesannya",
        extensions=["pdf", "jpg", "jpeg", "png", "xlsx"],
        max_mb=LARGEST_MB,
        required=False,
    )
    note = forms.CharField(label="Catatan", max_length=300, required=False, help_text="Wajib bila batas dicabut.")

    mark_optional = False  # a limit needs one of letter and file, its end needs a note; each field says so

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runs = cycle.steps.exclude(state__in=CLOSED_STEPS).select_related("step")
        self._runs = {str(run.step.no): run for run in runs}
        steps = [(no, f"Langkah {no}. {labels.title(run.step)}") for no, run in self._runs.items()]
        self.fields["step"].choices = [("", "Seluruh siklus"), *steps]
        newest = IncomingLetter.objects.order_by("-year", "-number").values("pk")[:NEWEST]
        self.fields["letter"].queryset = IncomingLetter.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))

    def facts(self) -> dict[str, Any]:
        """What `services.limits.record` takes."""
        given = self.cleaned_data
        return {
            "step_run": self._runs.get(given["step"]),
            "due": given["due"],
            "letter": given["letter"],
            "upload": given["upload"],
            "note": given["note"],
        }
