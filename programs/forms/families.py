"""Forms of the family pages."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from pkh_sembako.accounts.models import User, WorkArea
from pkh_sembako.lib.forms import FilterForm, KitForm, KitModelForm, StoredNikField, TanggalField
from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import Component, EnrollmentStatus, Outcome, Program, Sex
from programs.models import Household
from programs.queries.families import UNCHECKED
from programs.queries.standard import LACKS

PHONE = RegexValidator(r"^[0-9+ ()-]{6,20}$", "Tulis nomor HP dengan angka, misalnya 0812 0000 0000.")


class HouseholdFilter(FilterForm):
    """The filters of /keluarga/, all in the URL."""

    q = forms.CharField(label="Cari nama, NIK, atau nomor KK", max_length=100)
    program = forms.ChoiceField(label="Program", choices=[("", "Semua"), *Program.choices])
    kecamatan = forms.ChoiceField(label="Kecamatan")
    desa = forms.ChoiceField(label="Desa/kelurahan")
    status = forms.ChoiceField(label="Status", choices=[("", "Semua"), *EnrollmentStatus.choices])
    pendamping = forms.ChoiceField(label="Pendamping")
    hasil = forms.ChoiceField(
        label="Kroscek terakhir", choices=[("", "Semua"), (UNCHECKED, "Belum diperiksa"), *Outcome.choices]
    )

    syarat = forms.ChoiceField(label="Syarat Sembako", choices=[("", "Semua"), *LACKS.items()])

    def __init__(self, data: Any, *, user: User, **kwargs: Any):
        super().__init__(data, **kwargs)
        kecamatan = Kecamatan.objects.of_office()
        if not user.sees_kabupaten:
            kecamatan = kecamatan.filter(code__in=own_kecamatan(user))
        names = dict(kecamatan.values_list("code", "name"))
        self.fields["kecamatan"].choices = [("", "Semua"), *names.items()]
        chosen = data.get("kecamatan", "")
        chosen = chosen if chosen in names else ""
        desa = Desa.objects.filter(kecamatan_id=chosen) if chosen else Desa.objects.none()
        self.fields["desa"].choices = [("", "Semua" if chosen else "Pilih kecamatan dahulu")] + [
            (row.code, row.name) for row in desa
        ]
        if user.sees_kabupaten or user.kecamatan_codes:
            people = User.objects.filter(postings__role="pendamping", is_active=True).distinct()
            self.fields["pendamping"].choices = [("", "Semua"), *((str(p.pk), p.full_name) for p in people)]
        else:
            del self.fields["pendamping"]


def own_kecamatan(user: User) -> list[str]:
    """Codes of the kecamatan in which this user has families."""
    areas = WorkArea.objects.filter(pendamping__in=user.accompanies)
    desa = areas.values_list("desa__kecamatan_id", flat=True)
    return [*user.kecamatan_codes, *desa, *(p.kecamatan_id for p in user.postings_now if p.kecamatan_id)]


class HouseholdForm(KitModelForm):
    """Edit of a family. Keeps the version that the person saw, and the reason of the change."""

    nik = StoredNikField(label="NIK pengurus", required=False)
    no_kk = StoredNikField(label="Nomor KK", sebutan="Nomor KK", required=False)
    phone = forms.CharField(label="Nomor HP", max_length=20, required=False, validators=[PHONE])
    desil = forms.IntegerField(label="Desil", min_value=1, max_value=10, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Alasan perubahan", max_length=100, help_text="Tercatat di riwayat keluarga.")

    class Meta:
        model = Household
        fields = ["name", "nik", "no_kk", "desa", "alamat", "dusun", "rt", "rw", "phone", "desil"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("nik", "no_kk"):
            self.fields[name].stored = getattr(self.instance, name)
        self.fields["desa"].queryset = Desa.objects.of_office().select_related("kecamatan")
        self.fields["desa"].label_from_instance = lambda row: f"{row.name}, Kec. {row.kecamatan.name}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("nik") and not cleaned.get("no_kk"):
            self.add_error("nik", "Isi NIK pengurus atau nomor KK; salah satunya wajib.")
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class MemberForm(KitForm):
    """Add or change a member. Components after Sragen's service standard, A.1."""

    name = forms.CharField(label="Nama", max_length=120)
    nik = StoredNikField(label="NIK", required=False)
    sex = forms.ChoiceField(label="Jenis kelamin", choices=[("", "Pilih"), *Sex.choices])
    birth_date = TanggalField(label="Tanggal lahir", required=False)
    relation = forms.CharField(
        label="Hubungan keluarga", max_length=40, required=False, help_text="Mis. istri, anak, orang tua"
    )
    components = forms.MultipleChoiceField(
        label="Komponen PKH", choices=Component.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["nik"].stored = self.initial.get("nik", "")


class NotesForm(KitForm):
    notes = forms.CharField(label="Catatan kantor", max_length=4000, required=False, widget=forms.Textarea({"rows": 4}))


class ReasonForm(KitForm):
    """A reason for an act that stays in the history."""

    reason = forms.CharField(label="Alasan", max_length=100)
