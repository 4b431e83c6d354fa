"""Forms of one card: handing over with its proof, and what happens instead; the ticks of a signed list."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from pkh_sembako.documents.services import content as contents
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalJamField
from programs.enums import KksFailure, KksProof, KksReceiver
from programs.services.kks.handing import Proof
from programs.services.kks.ticking import Taker

PAPERS = ["pdf", "jpg", "jpeg", "png"]
STALE = "Formulir ini tidak lengkap terkirim. Muat ulang halaman, lalu isi sekali lagi."
CAMERA = {"accept": "image/jpeg,image/png", "capture": "environment"}


class SearchForm(KitForm):
    q = forms.CharField(
        label="Nama, 4 angka akhir NIK, atau 4 angka akhir nomor kartu",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "search", "data-kks-cari": ""}),
        error_messages={"required": "Tulis nama atau angka terakhir kartunya."},
    )


class _Sent(KitForm):
    """`key` makes the same form, sent twice, one record."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class HandOverForm(_Sent):
    receiver = forms.ChoiceField(label="Penerima", choices=KksReceiver.choices, widget=forms.RadioSelect)
    receiver_name = forms.CharField(label="Nama penerima", max_length=120, help_text="Cocokkan dengan KTP-nya.")
    mandate = forms.FileField(label="Foto surat kuasa", required=False, widget=forms.FileInput(CAMERA),
                              help_text="Wajib bila penerimanya pemegang surat kuasa.")  # fmt: skip
    proof = forms.ChoiceField(label="Bukti", choices=KksProof.choices, widget=forms.RadioSelect)
    photo = forms.FileField(
        label="Foto atau pindaian",
        required=False,
        widget=forms.FileInput(CAMERA),
        help_text="Foto penerima bersama kartunya, atau lembar daftar yang ditandatangani.",
    )
    signature = forms.CharField(required=False, widget=forms.HiddenInput({"data-tanda-tangan-isi": ""}))
    home_visit = forms.BooleanField(label="Diantar ke rumah (sakit atau lanjut usia)", required=False)
    anyway = forms.CharField(
        label="Alasan diserahkan di desa lain",
        max_length=200,
        required=False,
        help_text="Hanya bila kartu bukan milik desa tempat Anda bertugas.",
    )
    at = TanggalJamField(label="Waktu penyerahan", required=False, help_text="Kosongkan bila sekarang.")
    note = forms.CharField(label="Catatan", max_length=200, required=False)

    def facts(self) -> dict[str, Any]:
        """What `handing.hand_over` asks."""
        data = self.cleaned_data
        names = ("receiver", "receiver_name", "mandate", "home_visit", "anyway", "at", "note", "key")
        return {name: data[name] for name in names} | {"proof": _proof(data)}


class FailForm(_Sent):
    reason = forms.ChoiceField(label="Alasan", choices=[("", "Pilih alasan"), *KksFailure.choices])
    photo = forms.FileField(
        label="Foto bukti atau pindaian daftar",
        widget=forms.FileInput({"accept": "image/jpeg,image/png,application/pdf"}),
        help_text="Foto rumah, surat keterangan desa, atau pindaian daftar (PDF).",
        error_messages={"required": "Ambil foto buktinya, atau unggah pindaian daftarnya."},
    )
    note = forms.CharField(label="Catatan", max_length=200, required=False)

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"reason": data["reason"], "note": data["note"], "key": data["key"]} | {
            "proof": Proof(_kind_of(data["photo"]), data["photo"])
        }


class ReportForm(_Sent):
    note = forms.CharField(label="Keterangan", max_length=300, widget=forms.Textarea({"rows": 3}))
    evidence = BerkasField(label="Surat atau foto", extensions=PAPERS, max_mb=20, required=False)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SendBackForm(_Sent):
    """One card back to the bank: why, and what shows it."""

    note = forms.CharField(label="Alasan pengembalian", max_length=300, widget=forms.Textarea({"rows": 3}))
    evidence = BerkasField(label="Tanda terima bank atau bukti lain", extensions=PAPERS, max_mb=20)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WithdrawForm(_Sent):
    note = forms.CharField(label="Alasan pembatalan", max_length=300, widget=forms.Textarea({"rows": 3}))

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TickForm(_Sent):
    """`takers` reads what stands beside the ticked rows: who received, where it was not the KPM."""

    scan = BerkasField(label="Pindaian daftar yang ditandatangani", extensions=PAPERS, max_mb=20)
    mandate = BerkasField(
        label="Pindaian surat kuasa",
        extensions=PAPERS,
        max_mb=20,
        required=False,
        help_text="Satu berkas untuk semua baris yang diterima pemegang surat kuasa.",
    )
    at = TanggalJamField(label="Waktu penyerahan", required=False, help_text="Kosongkan bila sekarang.")

    def takers(self, ids: Iterable[int]) -> dict[int, Taker]:
        """{card id: who received it}, as the rows say; the service says what is wrong with them."""
        rows = {pk: self.data.get(f"penerima-{pk}", "") or KksReceiver.KPM for pk in ids}
        return {
            pk: Taker(who, "" if who == KksReceiver.KPM else self.data.get(f"nama-{pk}", "").replace("\0", ""))
            for pk, who in rows.items()
        }


def _kind_of(upload: UploadedFile) -> str:
    """A PDF is a scanned paper, a picture a photo; what is in it the service looks at."""
    return KksProof.LIST if contents.sniff(upload.file) == contents.PDF else KksProof.PHOTO


def _proof(data: dict[str, Any]) -> Proof:
    return Proof(data["proof"], data["photo"], data["signature"])
