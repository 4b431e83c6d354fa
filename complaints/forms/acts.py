"""A form for each act on a complaint. `facts()` is what its service is given; `key` makes sending twice once."""

from typing import Any
from uuid import uuid4

from django import forms

from complaints.enums import RESTRICTED_SUBJECTS, ComplaintKind, Gravity, Handler, Intake, Subject
from complaints.forms.desk import PlaceMixin, area
from complaints.models import Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.forms import KitForm

OTHER_SUBJECTS = [(code, label) for code, label in Subject.choices if code not in RESTRICTED_SUBJECTS]


class ActForm(KitForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, complaint: Complaint, by: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.complaint, self.by = complaint, by
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the complaint."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class VerifyForm(ActForm):
    subject = forms.ChoiceField(label="Perihal", choices=Subject.choices)
    kind = forms.ChoiceField(label="Jenis", choices=ComplaintKind.choices, widget=forms.RadioSelect)
    gravity = forms.ChoiceField(
        label="Tingkat",
        choices=Gravity.choices,
        widget=forms.RadioSelect,
        help_text="Menentukan tenggat penyelesaian. Pungutan dan pemotongan selalu berkadar pengawasan.",
    )
    note = forms.CharField(label="Catatan dalam", max_length=2000, required=False, widget=area(2))

    def prepare(self) -> None:
        self.initial |= {"subject": self.complaint.subject, "kind": self.complaint.kind}


class ForwardForm(PlaceMixin, ActForm):
    handler = forms.ChoiceField(label="Diteruskan kepada", choices=[("", "Pilih penerima"), *Handler.choices])
    kecamatan = forms.ChoiceField(
        label="Kecamatan",
        required=False,
        help_text="Wajib untuk koordinator kecamatan, pendamping, kecamatan, dan desa.",
    )
    desa = forms.ChoiceField(label="Desa/kelurahan", required=False, help_text="Wajib bila diteruskan kepada desa.")
    note = forms.CharField(label="Yang diminta", max_length=2000, widget=area(3), help_text="Tidak dibaca pelapor.")

    def prepare(self) -> None:
        self.fill_places()
        self.initial |= {"kecamatan": self.complaint.kecamatan_id, "desa": self.complaint.desa_id}

    def facts(self) -> dict[str, Any]:
        return super().facts() | self.places()


class HandBackForm(ActForm):
    note = forms.CharField(label="Alasan dikembalikan", max_length=2000, widget=area(3))


class TakeUpForm(ActForm):
    public_note = forms.CharField(
        label="Tindak lanjut", max_length=2000, widget=area(3), help_text="Dibaca pelapor saat melacak laporannya."
    )
    note = forms.CharField(label="Catatan dalam", max_length=2000, required=False, widget=area(2))


class AnswerForm(ActForm):
    text = forms.CharField(label="Jawaban", max_length=4000, widget=area(9), help_text="Dibaca pelapor.")
    channel = forms.ChoiceField(
        label="Disampaikan lewat", choices=Intake.choices, help_text="Saluran laporan, atau yang diminta pelapor."
    )

    def prepare(self) -> None:
        self.initial |= {"channel": self.complaint.intake}


class CloseForm(ActForm):
    note = forms.CharField(label="Catatan dalam", max_length=2000, required=False, widget=area(2))


class ReopenForm(ActForm):
    reason = forms.CharField(label="Mengapa dibuka kembali", max_length=2000, widget=area(3))


class RejectForm(ActForm):
    reason = forms.CharField(label="Alasan", max_length=2000, widget=area(3), help_text="Dibaca pelapor.")


class MergeForm(ActForm):
    into = forms.CharField(
        label="Nomor laporan tujuan", max_length=20, help_text="Misalnya ADU-2026-000418. Laporan itu yang diteruskan."
    )
    note = forms.CharField(label="Catatan dalam", max_length=2000, required=False, widget=area(2))

    def clean_into(self) -> Complaint:
        parts = self.cleaned_data["into"].upper().replace("ADU", " ").replace("-", " ").split()
        fit = len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 6 for part in parts)
        seen = Complaint.objects.visible_to(self.by)
        found = seen.filter(year=int(parts[0]) % 10_000, number=int(parts[1])).first() if fit else None
        if found is None:
            raise forms.ValidationError("Laporan dengan nomor itu tidak ditemukan. Tulis seperti ADU-2026-000418.")
        return found


class NoteForm(ActForm):
    note = forms.CharField(label="Catatan dalam", max_length=2000, required=False, widget=area(3))
    public_note = forms.CharField(
        label="Keterangan untuk pelapor", max_length=2000, required=False, widget=area(3), help_text="Dibaca pelapor."
    )


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        held = ", ".join(ROLES[posting.role].label for posting in obj.postings.all())
        return f"{obj.full_name} ({held})" if held else obj.full_name


class AccuseForm(ActForm):
    user = PersonChoice(
        User.objects.none(),
        label="Yang diadukan",
        help_text="Sejak dicatat, orang ini tidak melihat dan tidak mendengar apa pun tentang laporan ini.",
    )

    def prepare(self) -> None:
        people = User.objects.filter(is_active=True).exclude(pk=self.by.pk).exclude(username="sistem")
        people = people.exclude(pk__in=self.complaint.accusations.values("user")).prefetch_related("postings")
        self.fields["user"].queryset = people.order_by("full_name")  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {"user": self.cleaned_data["user"]}


class DerestrictForm(ActForm):
    subject = forms.ChoiceField(label="Perihal yang sebenarnya", choices=[("", "Pilih perihal"), *OTHER_SUBJECTS])
    gravity = forms.ChoiceField(label="Tingkat", choices=Gravity.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="Alasan bukan pungli", max_length=2000, widget=area(3))
