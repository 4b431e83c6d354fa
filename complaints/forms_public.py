"""One form a page of the public complaint; field names are the names of the answers in the draft."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from complaints.enums import ComplaintKind, Disclosure, Subject
from complaints.public_words import SUBJECT_GROUPS
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from pkh_sembako.office.models import Desa, Kecamatan

REPLY_CHOICES = (
    ("lacak", "Saya melihat sendiri di halaman lacak"),
    ("whatsapp", "WhatsApp"),
    ("telepon", "Telepon"),
    ("email", "Pos-el"),
)
EXTENSIONS = ["jpg", "jpeg", "png", "pdf"]


class LongText(forms.CharField):
    """Many lines; a line's end counts as one letter, as the browser counts it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class AnswerForm(KitForm):
    """Shows the answers given so far; `answers` are those to keep, ready for JSON."""

    def __init__(self, data: Any = None, *, answers: dict[str, Any]) -> None:
        super().__init__(data, initial=answers)

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SubjectForm(AnswerForm):
    perihal = forms.ChoiceField(
        label="Laporan Anda tentang apa?",
        choices=[(group, list(members)) for group, members in SUBJECT_GROUPS],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu yang paling dekat. Bila ragu, pilih “Lainnya, atau saya tidak tahu”."},
    )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """(heading, radios) in the order of the words."""
        radios = {radio.data["value"]: radio for radio in self["perihal"]}
        return [(group, [radios[str(subject)] for subject, _ in members]) for group, members in SUBJECT_GROUPS]

    @property
    def answers(self) -> dict[str, Any]:
        """A question is a request for information to LAPOR!; everything else a complaint."""
        is_question = self.cleaned_data["perihal"] == Subject.INFORMATION
        return self.cleaned_data | {"jenis": str(ComplaintKind.QUESTION if is_question else ComplaintKind.COMPLAINT)}


class StoryForm(AnswerForm):
    uraian = LongText(
        label="Cerita Anda",
        help_text="Apa masalahnya, siapa yang terlibat, dan apa yang sudah Anda lakukan. "
        "Jangan menulis PIN kartu. NIK lengkap tidak perlu.",
        min_length=10,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 5000}),
        error_messages={
            "required": "Ceritakan apa yang terjadi.",
            "min_length": "Ceritakan apa yang terjadi, paling sedikit 10 huruf.",
            "max_length": "Cerita paling panjang 5.000 huruf. Yang ditulis %(show_value)d huruf.",
        },
    )
    tanggal = TanggalField(
        label="Kapan terjadinya?", required=False, help_text="Perkiraan saja cukup. Boleh dikosongkan."
    )

    def clean_tanggal(self) -> Any:
        day = self.cleaned_data["tanggal"]
        if day and day > timezone.localdate():
            raise ValidationError(f"Tanggal kejadian paling lambat hari ini, {tanggal(timezone.localdate())}.")
        return day

    @property
    def answers(self) -> dict[str, Any]:
        day = self.cleaned_data["tanggal"]
        return self.cleaned_data | {"tanggal": day.isoformat() if day else ""}


class KecamatanForm(AnswerForm):
    kecamatan = forms.ModelChoiceField(
        label="Kecamatan",
        queryset=Kecamatan.objects.none(),
        required=False,
        empty_label="Tidak tahu atau di luar daerah ini",
    )

    def __init__(self, data: Any = None, *, answers: dict[str, Any]) -> None:
        super().__init__(data, answers=answers)
        self.before = answers.get("kecamatan", "")
        self.fields["kecamatan"].queryset = Kecamatan.objects.of_office().order_by("name")

    @property
    def answers(self) -> dict[str, Any]:
        """Another kecamatan has other desa."""
        chosen = self.cleaned_data["kecamatan"]
        code = chosen.pk if chosen else ""
        return {"kecamatan": code} | ({} if code == self.before else {"desa": ""})


class DesaForm(AnswerForm):
    desa = forms.ModelChoiceField(
        label="Desa atau kelurahan", queryset=Desa.objects.none(), required=False, empty_label="Tidak tahu"
    )
    tempat = forms.CharField(
        label="Tempat yang lebih jelas",
        max_length=200,
        required=False,
        help_text="Misalnya dusun, RT/RW, nama e-warong, atau balai desa.",
    )

    def __init__(self, data: Any = None, *, answers: dict[str, Any]) -> None:
        super().__init__(data, answers=answers)
        desa = Desa.objects.filter(kecamatan=answers.get("kecamatan") or "")
        self.fields["desa"].queryset = desa.order_by("name")
        if not answers.get("kecamatan"):
            del self.fields["desa"]

    @property
    def answers(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("desa")
        return {"desa": chosen.pk if chosen else "", "tempat": self.cleaned_data["tempat"]}


class IdentityForm(AnswerForm):
    identitas = forms.ChoiceField(
        label="Bolehkah nama Anda diketahui?",
        choices=[
            (Disclosure.OPEN, "Boleh. Nama saya boleh diketahui petugas yang menangani"),
            (Disclosure.CONFIDENTIAL, "Rahasia. Nama saya hanya diketahui petugas meja pengaduan"),
            (Disclosure.ANONYMOUS, "Tanpa nama (anonim). Saya tidak menyebut siapa saya"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih apakah nama Anda boleh diketahui."},
    )

    @property
    def answers(self) -> dict[str, Any]:
        """Who becomes anonymous leaves no name behind."""
        nameless = {"nama": "", "hp": "", "email": "", "balasan": "lacak"}
        return self.cleaned_data | (nameless if self.cleaned_data["identitas"] == Disclosure.ANONYMOUS else {})


class ContactForm(AnswerForm):
    nama = forms.CharField(
        label="Nama Anda",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Isi nama Anda, atau kembali dan pilih tanpa nama (anonim)."},
    )
    balasan = forms.ChoiceField(
        label="Bagaimana Anda ingin menerima jawaban?",
        choices=REPLY_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih bagaimana Anda ingin menerima jawaban."},
    )
    hp = forms.CharField(
        label="Nomor HP",
        max_length=30,
        required=False,
        help_text="Perlu diisi bila ingin dijawab lewat WhatsApp atau telepon.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="Pos-el (email)",
        max_length=120,
        required=False,
        help_text="Perlu diisi bila ingin dijawab lewat pos-el.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Tulis alamat pos-el lengkap, misalnya nama@contoh.id."},
    )

    def clean_hp(self) -> str:
        number = self.cleaned_data["hp"]
        if number and not re.fullmatch(r"\+?[0-9][0-9 .()-]{6,28}", number, re.ASCII):
            raise ValidationError("Tulis nomor HP dengan angka, misalnya 0812 3456 7890.")
        return number

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("balasan") in ("whatsapp", "telepon") and "hp" in typed and not typed["hp"]:
            self.add_error("hp", "Isi nomor HP agar dapat dijawab, atau pilih cara lain.")
        if typed.get("balasan") == "email" and "email" in typed and not typed["email"]:
            self.add_error("email", "Isi alamat pos-el agar dapat dijawab, atau pilih cara lain.")
        return typed


class FileForm(KitForm):
    """One file at a time: a page without a script can say of each what was wrong with it."""

    berkas = BerkasField(
        label="Foto atau berkas",
        extensions=EXTENSIONS,
        max_mb=5,
        required=False,
        help_text="JPG, PNG, atau PDF, paling besar 5 MB. Keterangan tersembunyi pada foto (tempat, kamera) dihapus.",
    )


class SendForm(KitForm):
    """The question whether this is a human; `laman` is seen by programs only and stays empty."""

    jawaban = forms.CharField(
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="Pertanyaan ini memastikan bahwa pengirim manusia. Tulis dengan angka atau kata.",
        error_messages={"required": "Jawab pertanyaan ini."},
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)
    laman = forms.CharField(required=False, max_length=200)

    def __init__(self, data: Any = None, *, question: str = "", token: str = "") -> None:
        super().__init__(data, initial={"token": token})
        self["jawaban"].label = question

    def clean_laman(self) -> str:
        if self.cleaned_data["laman"]:
            raise ValidationError("Kosongkan isian ini, lalu kirim lagi.")
        return ""


class TrackForm(KitForm):
    nomor = forms.CharField(
        label="Nomor laporan",
        max_length=40,
        help_text="Misalnya ADU-2026-000418.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    kode = forms.CharField(
        label="Kode rahasia",
        max_length=40,
        help_text="Delapan huruf dan angka pada tanda terima. Huruf besar atau kecil sama saja.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class KeyForm(KitForm):
    """`kunci` is drawn with the page: sending the same page twice is once."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)


class ReopenForm(KeyForm):
    alasan = LongText(
        label="Apa yang belum selesai?",
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000}),
        error_messages={
            "required": "Tulis apa yang belum selesai.",
            "min_length": "Tulis apa yang belum selesai, paling sedikit 10 huruf.",
            "max_length": "Paling panjang 2.000 huruf. Yang ditulis %(show_value)d huruf.",
        },
    )


class AddForm(KeyForm):
    catatan = LongText(
        label="Keterangan tambahan",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000}),
        error_messages={"max_length": "Paling panjang 2.000 huruf. Yang ditulis %(show_value)d huruf."},
    )
    berkas = BerkasField(
        label="Foto atau berkas",
        extensions=EXTENSIONS,
        max_mb=5,
        required=False,
        help_text="JPG, PNG, atau PDF, paling besar 5 MB.",
    )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data["catatan"] and not self.cleaned_data["berkas"]:
            raise ValidationError("Tulis keterangan atau pilih berkas.")
        return self.cleaned_data
