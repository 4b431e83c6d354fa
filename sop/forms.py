"""Forms of cycles and steps."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from programs.models.rounds import MAX_TAHAP
from sop.models import SopVersion
from sop.queries import in_force

CANDIDATES = [("ya", "Ya, ada calon peserta baru"), ("tidak", "Tidak, hanya peserta lama")]


class SopSelect(forms.Select):
    """Marks the SOPs that have steps for candidates, so that the style sheet asks about candidates for those only."""

    asking: frozenset[int] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value and int(str(value)) in self.asking:
            option["attrs"]["data-calon"] = ""
        return option


class CycleForm(KitForm):
    """Which SOP, for which Round, and whether Kemensos sent new candidates: asked where the SOP has steps for them."""

    sop = forms.ModelChoiceField(SopVersion.objects.none(), label="SOP", empty_label=None, widget=SopSelect)
    tahun = forms.IntegerField(label="Tahun", min_value=2007, max_value=2100)
    tahap = forms.IntegerField(
        label="Tahap",
        min_value=1,
        max_value=max(MAX_TAHAP.values()),
        help_text="PKH: 1 sampai 4. Sembako: 1 sampai 12.",
    )
    candidates = forms.ChoiceField(
        label="Apakah Kemensos mengirim calon peserta baru?",
        choices=CANDIDATES,
        widget=forms.RadioSelect,
        help_text="Bila tidak, langkah untuk calon peserta ditutup sekaligus dengan alasan itu.",
    )
    note = forms.CharField(label="Catatan", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = [version.pk for version in in_force()]
        own = SopVersion.objects.filter(pk__in=versions, region=settings.OFFICE)
        offered = own if own else SopVersion.objects.filter(pk__in=versions)
        self.fields["sop"].queryset = offered
        self._ask_about_candidates(offered)
        self.fields["tahun"].initial = timezone.localdate().year
        self.fields["tahap"].initial = (timezone.localdate().month + 2) // 3

    def _ask_about_candidates(self, offered: QuerySet[SopVersion]) -> None:
        """Of an SOP without steps for candidates the answer is not needed; where no SOP has any, nobody is asked."""
        asking = {sop.pk: sop.name for sop in offered.filter(steps__candidates_only=True).distinct()}
        self.fields["sop"].widget.asking = frozenset(asking)
        field = self.fields["candidates"]
        if not asking:
            del self.fields["candidates"]
        elif len(asking) < len(offered):
            self["candidates"].help_text = f"Hanya untuk {', '.join(asking.values())}. {field.help_text}"
        others = {str(sop.pk) for sop in offered} - {str(pk) for pk in asking}
        field.required = self.data.get("sop") not in others

    def facts(self) -> dict[str, Any]:
        """Keywords of `cycles.prepare`."""
        given = self.cleaned_data
        return {
            "tahun": given["tahun"],
            "tahap": given["tahap"],
            "has_candidates": given.get("candidates") == "ya",
            "note": given["note"],
        }


class ReasonForm(KitForm):
    """A reason, asked where one is needed."""

    note = forms.CharField(label="Alasan", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class SkipForm(ReasonForm):
    """Skipping: the SOP's own warning was read."""

    seen = forms.BooleanField(
        label="Saya sudah membaca peringatan SOP di atas",
        error_messages={"required": "Centang bahwa Anda sudah membaca peringatan SOP."},
    )


class MoveForm(KitForm):
    """What a move may carry; which of it is needed, the door says."""

    verb = forms.CharField()
    note = forms.CharField(required=False)
    happened_on = TanggalField(label="Tanggal kejadian", required=False)
    reference = forms.CharField(label="Sumber", max_length=200, required=False)


class StepPageForm(KitForm):
    """Several of these stand on one page, so each has ids of its own."""

    area = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.area}_%s", **kwargs)


class EvidenceForm(StepPageForm):
    """A file, a note, or both."""

    area = "bukti"

    file = BerkasField(label="Berkas", extensions=["pdf", "jpg", "jpeg", "png", "xlsx"], max_mb=20, required=False)
    note = forms.CharField(label="Catatan", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AgreeForm(StepPageForm):
    area = "target"
    on = TanggalField(label="Tanggal target", help_text="Hari kerja, hari ini atau sesudahnya.")


class ExtensionForm(StepPageForm):
    area = "perpanjangan"
    until = TanggalField(label="Sampai tanggal", help_text="Hari kerja sesudah tenggat sekarang.")
    reason = forms.CharField(label="Alasan", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(StepPageForm):
    area = "keputusan"
    granted = forms.ChoiceField(
        label="Keputusan", choices=[("ya", "Setujui"), ("tidak", "Tolak")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Catatan", max_length=300, required=False, help_text="Wajib bila ditolak.")
