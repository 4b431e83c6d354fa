"""Forms of the documents' pages."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.documents.enums import LETTER_PREFIX, LetterKind
from pkh_sembako.documents.models import Document, DocumentState, SignatureKind
from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm, TanggalField

KINDS = {
    "ba_kroscek": "Berita Acara hasil kroscek",
    "ba_klarifikasi": "Berita Acara klarifikasi",
    "ba_kks_serah": "Berita Acara serah terima KKS",
    "ba_kks_kembali": "Berita Acara pengembalian KKS",
    "laporan_skm": "Laporan Survei Kepuasan Masyarakat",
} | {f"{LETTER_PREFIX}{code}": label for code, label in LetterKind.choices}
LARGEST_NUMBER = 999_999


class DocumentFilter(FilterForm):
    jenis = forms.ChoiceField(label="Jenis", choices=[("", "Semua"), *KINDS.items()])
    status = forms.ChoiceField(label="Status", choices=[("", "Semua"), *DocumentState.choices])
    tahun = forms.IntegerField(label="Tahun", min_value=2007, max_value=2100)
    nomor = forms.CharField(label="Nomor memuat", max_length=80)


class SignForm(KitForm):
    """The signed copy of a document."""

    berkas = BerkasField(label="Salinan bertanda tangan", extensions=["pdf"], max_mb=LARGEST_MB)
    signed_on = TanggalField(label="Tanggal tanda tangan")
    kind = forms.ChoiceField(
        label="Jenis tanda tangan",
        choices=[
            choice for choice in SignatureKind.choices if choice[0] not in (SignatureKind.NONE, SignatureKind.LOCAL)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis tanda tangan."},
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"signed_on": max(document.dated, timezone.localdate())})
        super().__init__(*args, **kwargs)


class ReserveForm(KitForm):
    """A number used outside this application."""

    number = forms.IntegerField(label="Nomor urut", min_value=1, max_value=LARGEST_NUMBER)
    dated = TanggalField(label="Tanggal surat")
    reason = forms.CharField(label="Dipakai untuk surat apa", max_length=200)


class VoidForm(KitForm):
    reason = forms.CharField(label="Alasan pembatalan", max_length=200)


class CodeForm(KitForm):
    """The code under the QR of a printed document."""

    kode = forms.CharField(
        label="Kode verifikasi",
        max_length=40,
        help_text="Sepuluh huruf dan angka di dekat kode QR pada halaman terakhir dokumen.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
