"""Forms with which an administrator keeps users, postings and titles."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from pkh_sembako.accounts.forms.session import RULE_OF_PASSWORDS
from pkh_sembako.accounts.models import PROGRAMS, RoleLabel, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.forms import FilterForm, KitForm, KitModelForm, TanggalField
from pkh_sembako.office.models import Desa, Kecamatan

USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,49}$",
    "Nama pengguna 2 sampai 50 karakter: huruf kecil, angka, titik, garis bawah, atau tanda hubung.",
)
PHONE = RegexValidator(r"^\+?[0-9][0-9 -]{7,18}$", "Tulis nomor WhatsApp dengan angka saja, misalnya 0812 3456 7890.")


def _password_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=f"{RULE_OF_PASSWORDS} Sampaikan langsung kepada orangnya; ia dapat menggantinya sendiri.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PeopleFilter(FilterForm):
    q = forms.CharField(label="Nama atau nama pengguna", max_length=120)
    peran = forms.ChoiceField(label="Peran", choices=[])
    status = forms.ChoiceField(label="Status", choices=[("", "Semua"), ("aktif", "Aktif"), ("nonaktif", "Nonaktif")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peran"].choices = [("", "Semua"), *RoleLabel.titles().items()]


class PersonForm(KitModelForm):
    class Meta:
        model = User
        fields = ["full_name", "email", "phone"]
        labels = {"email": "Pos-el"}
        error_messages = {"email": {"invalid": "Tulis alamat pos-el yang lengkap, misalnya nama@contoh.go.id."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].validators.append(PHONE)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class NewPersonForm(PersonForm):
    password = _password_field("Kata sandi awal")

    class Meta(PersonForm.Meta):
        fields = ["username", *PersonForm.Meta.fields]
        labels = PersonForm.Meta.labels | {"username": "Nama pengguna"}
        help_texts = {"username": "Dipakai untuk masuk, misalnya korcam.plaosan."}
        error_messages = PersonForm.Meta.error_messages | {
            "username": {"unique": "Nama pengguna ini sudah dipakai. Pilih yang lain."}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].validators = [USERNAME]
        self.fields["username"].widget.attrs["autocapitalize"] = "none"


class PasswordForm(KitForm):
    password = _password_field("Kata sandi baru")


class DatesForm(KitForm):
    starts = TanggalField(label="Mulai")
    ends = TanggalField(label="Sampai", required=False, help_text="Kosongkan bila belum diketahui.")
    sk_number = forms.CharField(label="Nomor SK", max_length=80, required=False)
    sk_date = TanggalField(label="Tanggal SK", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("sk_number") and not data.get("sk_date") and "sk_date" not in self.errors:
            self.add_error("sk_date", "Isi tanggal SK.")
        if data.get("sk_date") and not data.get("sk_number"):
            self.add_error("sk_number", "Isi nomor SK.")
        return data


class PostingForm(DatesForm):
    role = forms.ChoiceField(label="Peran", choices=[])
    kecamatan = forms.ModelChoiceField(
        Kecamatan.objects.none(),
        required=False,
        empty_label="Tanpa kecamatan",
        help_text="Untuk koordinator kecamatan, kecamatan, dan pendamping.",
    )
    desa = forms.ModelChoiceField(
        Desa.objects.none(), required=False, empty_label="Tanpa desa", help_text="Hanya untuk peran desa."
    )
    program = forms.ChoiceField(
        choices=[("", "PKH dan Sembako"), *PROGRAMS],
        required=False,
        help_text="Untuk pendamping, koordinator, dan administrator pangkalan data.",
    )
    field_order = ["role", "kecamatan", "desa", "program", "starts", "ends", "sk_number", "sk_date"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Pilih peran"), *RoleLabel.titles().items()]
        self.fields["kecamatan"].queryset = Kecamatan.objects.of_office().order_by("name")
        desa = Desa.objects.of_office().select_related("kecamatan").order_by("kecamatan__name", "name")
        self.fields["desa"].queryset = desa
        self.fields["desa"].label_from_instance = lambda one: f"{one.name} (Kec. {one.kecamatan.name})"


class TitlesForm(KitForm):
    """One field per role code; an empty one takes the usual title."""

    mark_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, role in ROLES.items():
            self.fields[code] = forms.CharField(
                label=role.label,
                max_length=RoleLabel._meta.get_field("label").max_length,
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control"}),
                help_text=role.description,
            )
