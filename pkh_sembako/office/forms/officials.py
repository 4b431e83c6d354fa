"""Forms of the office's posts: who holds or stands in for them, and how many staff the standards promise."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import RegexValidator

from pkh_sembako.lib.forms import KitForm, KitModelForm, TanggalField
from pkh_sembako.office.enums import ACTING, DELEGATED, PROGRAMS, Capacity, Executor, Post
from pkh_sembako.office.models import Official, StaffPromise

NIP = RegexValidator(r"^\d{8} ?\d{6} ?\d ?\d{3}$", "NIP terdiri dari 18 angka, misalnya 19800101 200501 1 001.")
PERSONAL = ("name", "nip", "rank", "own_title")


class OfficialForm(KitModelForm):
    starts = TanggalField(label="Berlaku sejak")
    ends = TanggalField(label="Sampai", required=False, help_text="Plt. dan Plh. selalu berbatas waktu.")
    order_date = TanggalField(label="Tanggal surat perintah", required=False)
    post = forms.ChoiceField(label="Jabatan", choices=[("", "Pilih jabatan"), *Post.choices])

    mark_optional = False  # what is needed depends on the capacity, and each field says so

    class Meta:
        model = Official
        fields = [
            "post",
            "capacity",
            "title",
            "own_title",
            "name",
            "nip",
            "rank",
            "user",
            "starts",
            "ends",
            "order_number",
            "order_date",
            "note",
        ]
        labels = {"user": "Akun di aplikasi ini", "capacity": "Kedudukan"}
        help_texts = {
            "title": "Jabatannya saja, misalnya Kepala Dinas Sosial; “Plt.”, “Plh.”, atau “a.n.” dicetak sendiri.",
            "own_title": "Untuk a.n. dan u.b.: jabatan penanda tangan, misalnya Sekretaris Dinas Sosial.",
            "rank": "Misalnya Pembina Tingkat I (IV/b).",
            "name": "Dengan gelar. Kosongkan bila jabatan kosong.",
            "user": "Plt., Plh., a.n., dan u.b. langsung mendapat penempatan untuk jabatan itu selama masanya.",
            "order_number": "Wajib untuk Plt., Plh., a.n., dan u.b.",
            "note": "Wajib bila jabatan kosong, misalnya pensiun 1 November 2026. Dicetak pada Berita Acara.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nip"].validators.append(NIP)
        self.fields["user"].queryset = get_user_model().objects.filter(is_active=True).order_by("full_name")
        self.fields["user"].empty_label = "Tanpa akun"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "Tanggal sampai tidak boleh sebelum tanggal mulai menjabat.")
        capacity = data.get("capacity")
        if capacity == Capacity.VACANT:
            data |= {**dict.fromkeys(PERSONAL, ""), "user": None, "order_number": "", "order_date": None}
        for name, words in _wanted(capacity):
            if name not in self.errors and not data.get(name):
                self.add_error(name, words)
        return data


def _wanted(capacity: str | None) -> list[tuple[str, str]]:
    """(field, sentence) of what this kind of official cannot go without."""
    if capacity == Capacity.VACANT:
        return [("note", "Tulis mengapa jabatan ini kosong.")]
    wanted = [("name", "Isi nama.")]
    if capacity in ACTING:
        wanted += [("order_number", "Isi nomor surat perintah."), ("order_date", "Isi tanggal surat perintah.")]
    if capacity in (Capacity.PLT, Capacity.PLH):
        wanted.append(("ends", "Isi sampai kapan; Plt. dan Plh. berbatas waktu."))
    if capacity in DELEGATED:
        wanted.append(("own_title", "Isi jabatan penanda tangan."))
    return wanted


class PromiseForm(KitForm):
    """Three fields per programme; a programme without a number has no promise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = {row.program: row for row in StaffPromise.objects.all()}
        for code, label in PROGRAMS:
            self._add(code, label, rows.get(code))

    def _add(self, code: str, label: str, row: StaffPromise | None) -> None:
        self.fields[f"{code}_number"] = forms.IntegerField(
            label=f"Jumlah pelaksana {label}",
            min_value=1,
            max_value=5000,
            required=False,
            initial=row.number if row else None,
            widget=forms.NumberInput(attrs={"class": "form-control"}),
        )
        self.fields[f"{code}_roles"] = forms.MultipleChoiceField(
            label="Yang dihitung",
            choices=Executor.choices,
            required=False,
            initial=row.roles if row else [Executor.PENDAMPING],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        )
        self.fields[f"{code}_source"] = forms.CharField(
            label="Menurut",
            max_length=200,
            required=False,
            initial=row.source if row else "",
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        parts = ("number", "roles", "source")
        return [(label, [self[f"{code}_{part}"] for part in parts]) for code, label in PROGRAMS]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for code, _ in PROGRAMS:
            if data.get(f"{code}_number") and not data.get(f"{code}_roles"):
                self.add_error(f"{code}_roles", "Centang paling sedikit satu peran yang dihitung.")
        return data

    def promises(self) -> list[StaffPromise]:
        data = self.cleaned_data
        return [
            StaffPromise(
                program=code,
                number=data[f"{code}_number"],
                roles=data[f"{code}_roles"],
                source=data[f"{code}_source"].strip(),
            )
            for code, _ in PROGRAMS
            if data[f"{code}_number"]
        ]
