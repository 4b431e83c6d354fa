"""Forms of the BNBA wizard: what is uploaded, what its columns mean, how it is applied."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.lib.forms import BerkasField, KitForm
from pkh_sembako.lib.identity import mask, strip_wrapping
from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import FileKind, Program
from programs.importing.headers import FIELDS
from programs.importing.records import SheetInfo
from programs.models.rounds import MAX_TAHAP

LARGEST_MB = 200  # a CSV; a workbook may have 20 MB, which the reader's guard says
LONGEST_PLAIN = 10  # digits of a region code or a sum; what is longer identifies somebody
BY_LAYOUT = [("", "Menurut susunan berkas")]
ALL_SHEETS = [("", "Semua lembar yang dikenali")]


class UploadForm(KitForm):
    program = forms.ChoiceField(label="Program", choices=Program, widget=forms.RadioSelect)
    tahun = forms.IntegerField(label="Tahun", min_value=2007, max_value=2100)
    tahap = forms.IntegerField(
        label="Tahap", min_value=1, max_value=12, help_text="PKH 1 sampai 4, Sembako 1 sampai 12."
    )
    jenis = forms.ChoiceField(
        label="Jenis berkas",
        choices=BY_LAYOUT + FileKind.choices,
        required=False,
        help_text="Calon peserta menjadi Calon, peserta menjadi Aktif. Status yang sudah ada tidak diubah.",
    )
    pengirim = forms.CharField(
        label="Pengirim berkas",
        max_length=80,
        required=False,
        help_text="Mis. Kemensos, Bank Penyalur, Dinas Provinsi. Arti kolom yang Anda petakan diingat per pengirim.",
    )
    berkas = BerkasField(
        label="Berkas BNBA atau daftar kartu",
        extensions=["xlsx", "csv"],
        max_mb=LARGEST_MB,
        help_text="Berkas .xlsx sampai 20 MB dan 100.000 baris, atau .csv sampai 500.000 baris.",
    )
    # One form, one file: sent twice, it gives the file of the first time.
    kunci = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "tahun": timezone.localdate().year,
            "program": Program.PKH,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        program, tahap = cleaned.get("program"), cleaned.get("tahap")
        if program and tahap and tahap > MAX_TAHAP[Program(program)]:
            words = (
                f"Tahap {Program(program).label} adalah 1 sampai {MAX_TAHAP[Program(program)]}. Yang ditulis {tahap}."
            )
            self.add_error("tahap", words)
        return cleaned


class MappingForm(KitForm):
    """Which sheet, which region where the sheet names none, and what each column means."""

    lembar = forms.ChoiceField(label="Lembar yang dibaca", required=False)
    jenis = forms.ChoiceField(label="Jenis berkas", choices=BY_LAYOUT + FileKind.choices, required=False)
    kecamatan = forms.ModelChoiceField(
        Kecamatan.objects.none(), label="Kecamatan untuk seluruh lembar", required=False,
        empty_label="Menurut isi berkas",
        help_text="Isi hanya bila berkas tidak memuat kolom kecamatan.",
    )  # fmt: skip
    desa = forms.ModelChoiceField(
        Desa.objects.none(), label="Desa/kelurahan untuk seluruh lembar", required=False,
        empty_label="Menurut isi berkas",
        help_text="Isi hanya bila berkas tidak memuat kolom desa/kelurahan.",
    )  # fmt: skip

    def __init__(self, *args: Any, sheets: Sequence[SheetInfo], sheet: SheetInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        recognised = [info.name for info in sheets if info.layout]
        names = [(info.name, info.name) for info in sheets]
        self.fields["lembar"].choices = ALL_SHEETS + names if len(recognised) > 1 else names
        self.fields["kecamatan"].queryset = Kecamatan.objects.of_office()
        self.fields["desa"].queryset = Desa.objects.of_office().select_related("kecamatan")
        self.fields["desa"].label_from_instance = lambda desa: f"{desa.name}, Kec. {desa.kecamatan.name}"
        self.proposed = dict(sheet.header.fields) if sheet.header else {}
        for index, title in self.columns():
            self.fields[f"kolom_{index}"] = forms.ChoiceField(
                label=f"Arti kolom {title}",
                choices=[("", "Disimpan sebagai keterangan"), *FIELDS.items()],
                required=False,
                initial=self.proposed.get(index, ""),
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    def columns(self) -> list[tuple[int, str]]:
        titles = self.sheet.header.titles if self.sheet.header else ()
        return [(index, title or f"kolom ke-{index + 1}") for index, title in enumerate(titles)]

    def rows(self) -> list[dict[str, Any]]:
        """Per column: title, field, first values; for the mapping table."""
        return [
            {
                "title": title,
                "field": self[f"kolom_{index}"],
                "samples": [_shown(row[index]) for row in self.sheet.sample if index < len(row) and row[index]][:3],
            }
            for index, title in self.columns()
        ]

    def chosen(self) -> dict[int, str]:
        """The mapping where it differs from what the file's own words say; {} = nothing made by hand."""
        mapping = {index: self.cleaned_data[f"kolom_{index}"] for index, _ in self.columns()}
        mapping = {index: field for index, field in mapping.items() if field}
        return {} if mapping == self.proposed else mapping


def _shown(sample: str) -> str:
    """A sample as it may be shown: identity and account numbers masked."""
    digits = strip_wrapping(sample)
    return mask(digits) if digits.isdigit() and len(digits) > LONGEST_PLAIN else sample


class ApplyForm(KitForm):
    menggantikan = forms.BooleanField(
        label="Berkas ini menggantikan daftar",
        required=False,
        help_text="Keluarga yang tidak ada lagi dikeluarkan dari daftar tahap ini, kecuali yang sudah dikroscek.",
    )


class TakeBackForm(KitForm):
    alasan = forms.CharField(label="Alasan penarikan", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
