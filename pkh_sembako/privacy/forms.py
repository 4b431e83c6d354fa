"""Forms of the desk of data requests and of the register of incidents."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm, TanggalField, TanggalJamField
from pkh_sembako.privacy.enums import (
    Delivery,
    IdentityProof,
    IncidentState,
    RefusalGround,
    RequestChannel,
    RequestKind,
    RequestState,
)
from pkh_sembako.privacy.services.requests import Asked, HandedOver
from programs.models import Household

SCANS = ["pdf", "jpg", "jpeg", "png"]
MAX_MB = 10


def _people() -> Any:
    return User.objects.order_by("full_name", "username")


def _long(label: str, *, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class RequestForm(KitForm):
    kind = forms.ChoiceField(label="Yang diminta", choices=RequestKind, widget=forms.RadioSelect)
    member = forms.ModelChoiceField(label="Data siapa", queryset=None)
    requester_name = forms.CharField(
        label="Nama pemohon", max_length=120, help_text="Seperti pada KTP yang ditunjukkan."
    )
    requester_user = forms.ModelChoiceField(
        label="Pemohon bekerja di sini sebagai", queryset=None, required=False,
        help_text="Isi bila pemohon memakai aplikasi ini. Ia tidak dapat menangani permintaannya sendiri.",
    )  # fmt: skip
    channel = forms.ChoiceField(label="Datang lewat", choices=RequestChannel)
    proof = forms.ChoiceField(label="Bukti identitas", choices=IdentityProof)
    proof_file = BerkasField(label="Pindaian bukti", extensions=SCANS, max_mb=MAX_MB, required=False)
    received_at = TanggalJamField(
        label="Diterima", help_text="Batas 3x24 jam dihitung dari saat ini, hari libur ikut dihitung."
    )
    wish = _long(
        "Isi permintaan", help_text="Untuk perbaikan: tulis yang keliru dan yang benar. Nomor 16 angka disamarkan."
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["received_at"] = timezone.localtime()
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = household.members.all()
        self.fields["requester_user"].queryset = _people()

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class DeliverForm(KitForm):
    outcome = _long("Yang diserahkan atau diperbaiki", help_text="Untuk perbaikan: sebut nilai mana yang diperbaiki.")
    delivery = forms.ChoiceField(label="Cara penyerahan", choices=Delivery)
    proof = BerkasField(label="Tanda terima yang ditandatangani", extensions=SCANS, max_mb=MAX_MB)

    def handed(self) -> HandedOver:
        return HandedOver(**self.cleaned_data)


class RefuseForm(KitForm):
    ground = forms.ChoiceField(label="Dasar penolakan", choices=RefusalGround)
    reason = _long("Alasan yang disampaikan kepada pemohon")


class NoteForm(KitForm):
    text = _long("Catatan", rows=2)


class RequestFilter(FilterForm):
    keadaan = forms.ChoiceField(label="Keadaan", choices=[("", "Semua"), *RequestState.choices])
    jenis = forms.ChoiceField(label="Jenis", choices=[("", "Semua"), *RequestKind.choices])
    tahun = forms.IntegerField(label="Tahun", min_value=2020, max_value=2199)


class TrailFilter(FilterForm):
    jenis = forms.ChoiceField(label="Jenis", choices=[("", "Semua"), *ReadKind.choices])
    nama = forms.CharField(label="Nama pengguna", max_length=80)
    dari = TanggalField(label="Dari tanggal")
    sampai = TanggalField(label="Sampai tanggal")


class IncidentForm(KitForm):
    found_at = TanggalJamField(label="Ditemukan", help_text="Batas 3x24 jam pemberitahuan dihitung dari saat ini.")
    starts = TanggalJamField(label="Terjadi mulai")
    ends = TanggalJamField(label="Terjadi sampai")
    user = forms.ModelChoiceField(
        label="Akun yang dipakai", queryset=None, required=False, help_text="Kosongkan bila belum diketahui."
    )
    what = _long(
        "Apa yang terjadi", help_text="Misalnya kata sandi diketahui orang lain, berkas terkirim ke alamat keliru."
    )
    how = _long("Bagaimana terjadi dan diketahuinya")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["found_at"] = timezone.localtime()
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _people()


class ScopeForm(KitForm):
    user = forms.ModelChoiceField(label="Akun", queryset=None, required=False, help_text="Kosong: semua pengguna.")
    starts = TanggalJamField(label="Mulai")
    ends = TanggalJamField(label="Sampai")
    address = forms.CharField(
        label="Alamat halaman", max_length=100, required=False, help_text="Awalan, misalnya /kks/. Kosong: semua."
    )
    with_reach = forms.BooleanField(
        label="Sertakan semua keluarga dalam jangkauan akun", required=False,
        help_text="Halaman dengan nomor tersamar tidak tercatat satu per satu; ini menyebut yang mungkin terlihat.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _people()

    def clean_address(self) -> str:
        typed = self.cleaned_data["address"].strip()
        if typed and not typed.startswith("/"):
            raise forms.ValidationError("Awalan alamat dimulai dengan garis miring, misalnya /kks/.")
        return typed


class ActForm(KitForm):
    text = _long("Keterangan")


class PasswordForm(KitForm):
    password = forms.CharField(
        label="Kata sandi Anda", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class IncidentFilter(FilterForm):
    keadaan = forms.ChoiceField(label="Keadaan", choices=[("", "Semua"), *IncidentState.choices])
    tahun = forms.IntegerField(label="Tahun", min_value=2020, max_value=2199)
