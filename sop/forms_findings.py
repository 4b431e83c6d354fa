"""Forms of the inspektorat's samples and findings."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm
from programs.models import Determination
from sop.enums import CycleState, FindingState
from sop.forms import StepPageForm
from sop.models import Cycle
from sop.services.findings import Wording
from sop.services.samples import MOST

OWNERS = [role.code for role in ROLES.values() if Permission.ANSWER_FINDINGS in role.permissions]
LIST, STEPS = "daftar", "siklus"


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FindingFilter(FilterForm):
    status = forms.ChoiceField(label="Status", choices=[("", "Semua"), *FindingState.choices])
    tahun = forms.IntegerField(label="Tahun", min_value=2007, max_value=2100)
    peran = forms.ChoiceField(
        label="Penanggung jawab", choices=[("", "Semua"), *((code, ROLES[code].label) for code in OWNERS)]
    )
    lewat = forms.BooleanField(label="Lewat tenggat")


class SampleForm(KitForm):
    """What is drawn from, how many, what for."""

    dari = forms.ChoiceField(label="Diambil dari")
    ukuran = forms.IntegerField(label="Ukuran sampel", min_value=1, max_value=MOST, initial=20)
    keperluan = forms.CharField(
        label="Untuk pemeriksaan apa", max_length=300, help_text="Misalnya nomor surat tugas. Tercatat bersama sampel."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = Determination.objects.select_related("ba__round").order_by("-determined_at")
        cycles = Cycle.objects.exclude(state=CycleState.PREPARED).select_related("round")
        self.fields["dari"].choices = [
            ("Keluarga pada daftar yang ditetapkan", [(f"{LIST}-{one.pk}", _list_words(one)) for one in lists]),
            ("Langkah siklus", [(f"{STEPS}-{one.pk}", f"Siklus {one}, {one.get_state_display()}") for one in cycles]),
        ]

    def about(self) -> tuple[str, int]:
        """(LIST or STEPS, primary key)."""
        kind, _, pk = self.cleaned_data["dari"].partition("-")
        return kind, int(pk)


def _list_words(one: Determination) -> str:
    return f"{one.ba.round} versi {one.ba.version}, {one.families} keluarga"


class CheckForm(KitForm):
    note = forms.CharField(label="Catatan", max_length=400, required=False, widget=_area(2))


class OwnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Posting) -> str:
        place = obj.kecamatan or (obj.desa and obj.desa.kecamatan)
        return f"{obj.user}, {ROLES[obj.role].label}{f' Kec. {place}' if place else ''}"


def _possible_owners(writer: User) -> QuerySet[Posting]:
    held = Posting.objects.in_force().filter(role__in=OWNERS, user__is_active=True).exclude(user=writer)
    return held.select_related("user", "kecamatan", "desa__kecamatan").order_by("user__full_name", "pk")


class FindingForm(KitForm):
    """A finding as an inspektorat writes it: kondisi, kriteria, sebab, rekomendasi."""

    title = forms.CharField(label="Judul temuan", max_length=200)
    condition = forms.CharField(label="Kondisi", max_length=4000, widget=_area(), help_text="Apa yang ditemukan.")
    criteria = forms.CharField(label="Kriteria", max_length=2000, widget=_area(), help_text="Aturan atau langkah SOP.")
    cause = forms.CharField(label="Sebab", max_length=2000, widget=_area())
    recommendation = forms.CharField(label="Rekomendasi", max_length=2000, widget=_area())
    owner = OwnerChoice(Posting.objects.none(), label="Penanggung jawab tindak lanjut")
    days = forms.IntegerField(
        label="Tenggat (hari kerja)",
        min_value=1,
        max_value=250,
        initial=20,
        help_text="Dihitung menurut kalender kantor sejak temuan dicatat.",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _possible_owners(by)

    def wording(self) -> Wording:
        given = self.cleaned_data
        names = ("title", "condition", "criteria", "cause", "recommendation")
        return Wording(**{name: given[name] for name in names})


class ReassignForm(StepPageForm):
    area = "alih"
    owner = OwnerChoice(Posting.objects.none(), label="Penanggung jawab yang baru")
    reason = forms.CharField(label="Alasan pengalihan", max_length=300, widget=_area(2))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _possible_owners(by)


class AnswerForm(KitForm):
    note = forms.CharField(label="Apa yang sudah dilakukan", max_length=2000, widget=_area())
    file = BerkasField(label="Bukti", extensions=["pdf", "jpg", "jpeg", "png", "xlsx"], max_mb=20, required=False)


class VerdictForm(KitForm):
    verdict = forms.ChoiceField(
        label="Penilaian",
        choices=[("selesai", "Sesuai rekomendasi, selesai"), ("kembali", "Belum sesuai, kembalikan")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Catatan penilaian",
        max_length=2000,
        required=False,
        widget=_area(2),
        help_text="Wajib bila dikembalikan.",
    )
