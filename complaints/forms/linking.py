"""What a complaint may be linked to: a card, a kroscek, a step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from complaints.models import Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.forms import KitForm, NikField
from programs.models import Kks, Round, RoundEntry
from sop.enums import CycleState
from sop.models import StepRun


class CardForm(KitForm):
    """One of the family's cards, or a whole card number."""

    chosen = forms.ModelChoiceField(Kks.objects.none(), label="Kartu keluarga yang ditautkan", required=False)
    number = NikField(label="Nomor KKS", sebutan="Nomor KKS", required=False, help_text="16 angka di muka kartu.")

    def __init__(self, *args: Any, complaint: Complaint, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        cards = Kks.objects.filter(household=complaint.household_id or 0).select_related("household", "round")
        self.fields["chosen"].queryset = cards  # type: ignore[attr-defined]
        self.fields["chosen"].label_from_instance = _card_words  # type: ignore[attr-defined]
        if not cards:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or cleaned.get("chosen"):
            return cleaned
        cleaned["chosen"] = self._by_number(cleaned.get("number", ""))
        return cleaned

    def _by_number(self, number: str) -> Kks:
        if not number:
            raise ValidationError("Pilih kartu, atau tulis nomor KKS lengkap.")
        seen = Kks.objects.visible_to(self.by)
        cards = Kks.objects.all() if self.by.may(Permission.HANDLE_COMPLAINTS) else seen
        card = cards.filter(number=number).select_related("household").first()
        if card is None:
            raise ValidationError("Kartu dengan nomor itu tidak ditemukan. Periksa nomornya.")
        return card


def _card_words(card: Kks) -> str:
    return f"{card.number[:4]}****{card.number[-4:]}, {card.get_state_display().lower()}, {card.round}"


class KroscekForm(KitForm):
    """A kroscek of the linked family, the newest Round first."""

    chosen = forms.ModelChoiceField(
        RoundEntry.objects.none(), label="Kroscek", help_text="Kroscek keluarga yang ditautkan, menurut tahap."
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = RoundEntry.objects.filter(enrollment__household=complaint.household_id or 0)
        rows = entries.filter(round__in=Round.objects.with_kroscek()).select_related("round", "kroscek")
        self.fields["chosen"].queryset = rows.order_by("-round__tahun", "-round__tahap")  # type: ignore[attr-defined]
        self.fields["chosen"].label_from_instance = kroscek_words  # type: ignore[attr-defined]


def kroscek_words(entry: RoundEntry) -> str:
    result = getattr(entry, "kroscek", None)
    return f"{entry.round}: {result.get_outcome_display().lower() if result else 'belum diperiksa'}"


class StepForm(KitForm):
    chosen = forms.ModelChoiceField(StepRun.objects.none(), label="Langkah")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = StepRun.objects.exclude(cycle__state=CycleState.PREPARED).select_related("step", "cycle__round")
        if not by.may(Permission.HANDLE_COMPLAINTS):
            running = running & StepRun.objects.visible_to(by)
        self.fields["chosen"].queryset = running.order_by("-cycle_id", "step__no")  # type: ignore[attr-defined]
        self.fields["chosen"].label_from_instance = _step_words  # type: ignore[attr-defined]


def _step_words(run: StepRun) -> str:
    return f"{run.cycle}, langkah {run.step.no}: {run.step.kegiatan}"[:110]
