"""Form fields of the office: rupiah, dates, NIK and uploads. Each says what was wrong and how to write it."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from pkh_sembako.lib.identity import mask
from pkh_sembako.lib.money import parse_rupiah
from pkh_sembako.lib.numbers import rupiah, thousands

EARLIEST, LATEST = 1900, 2199
LARGEST_AMOUNT = 999_999_999_999_999


class RupiahInput(forms.TextInput):
    """Shows a stored amount as 1.500.000; what a person typed stays as typed."""

    def format_value(self, value: Any) -> str | None:
        return thousands(value) if isinstance(value, int) else super().format_value(value)


class RupiahField(forms.Field):
    """Whole rupiah as int; takes what `money.parse_rupiah` takes, so forms and files read alike."""

    widget = RupiahInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-angka"})
    default_error_messages = {"invalid": "Tulis nominal dalam rupiah tanpa sen, misalnya 1.500.000."}

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST_AMOUNT, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        try:
            return parse_rupiah(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.min_value:
            raise ValidationError(f"Nominal paling kecil {rupiah(self.min_value)}.", code="min_value")
        if value > self.max_value:
            raise ValidationError(f"Nominal paling besar {rupiah(self.max_value)}.", code="max_value")


class TanggalField(forms.DateField):
    """A date by the browser's own picker; typed 22-11-2026 or 22/11/2026 also counts, never a US order."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
    default_error_messages = {"invalid": "Tulis tanggal yang ada di kalender, misalnya 22-11-2026."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=kwargs.pop("input_formats", self.input_formats), **kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        _check_year(day)
        return day


class TanggalJamField(forms.DateTimeField):
    """A moment in the office's zone by the browser's own picker; gives an aware datetime."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H.%M", "%d-%m-%Y %H:%M"]
    default_error_messages = {"invalid": "Tulis tanggal dan jam, misalnya 22-11-2026 14.05."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=kwargs.pop("input_formats", self.input_formats), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
        except OverflowError as error:  # 0001-01-01 has no moment in UTC
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        _check_year(moment)
        return moment


class NikField(forms.CharField):
    """16 digits as text; spaces are forgiven. `sebutan` names the number in messages (NIK, Nomor KK)."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": "input-nik"}
    )

    def __init__(self, *, sebutan: str = "NIK", **kwargs: Any) -> None:
        self.sebutan = sebutan
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s'’.-]", "", super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if not (value.isascii() and value.isdigit()):
            raise ValidationError(f"{self.sebutan} hanya berisi angka.", code="digits")
        if len(value) != 16:
            raise ValidationError(f"{self.sebutan} harus 16 angka. Yang ditulis {len(value)} angka.", code="length")


class StoredNikField(NikField):
    """A number that is kept already: the form shows its mask, and the mask sent back means unchanged.

    The form sets `stored` (the whole number) when it is made; the whole number never reaches the page.
    """

    stored = ""

    def prepare_value(self, value: Any) -> Any:
        return mask(self.stored) if value and value == self.stored else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return self.stored if self.stored and text == mask(self.stored) else text

    def validate(self, value: str) -> None:
        if "*" in value:
            raise ValidationError(f"Tulis {self.sebutan} lengkap, 16 angka, atau muat ulang halaman.", code="mask")
        super().validate(value)


class UnggahInput(forms.FileInput):
    """A plain file input that app.js turns into a drop zone."""


class BerkasField(forms.FileField):
    """An upload with named extensions and a size limit; what the file really is, the service checks by content."""

    widget = UnggahInput

    def __init__(self, *, extensions: list[str], max_mb: int, **kwargs: Any) -> None:
        self.extensions, self.max_mb = extensions, max_mb
        names = " atau ".join(f".{name}" for name in extensions)
        kwargs.setdefault("help_text", f"Berkas {names}, paling besar {max_mb} MB.")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{name}" for name in extensions)
        self.error_messages["empty"] = "Berkas ini kosong. Pilih berkas yang berisi data."

    def validate(self, value: UploadedFile | None) -> None:
        super().validate(value)
        if not value:
            return
        extension = (value.name or "").rpartition(".")[2].lower()
        if extension not in self.extensions:
            allowed = " atau ".join(f".{name}" for name in self.extensions)
            raise ValidationError(f"Jenis berkas harus {allowed}. Yang diunggah .{extension}.", code="extension")
        if (value.size or 0) > self.max_mb * 1024 * 1024:
            size = f"{(value.size or 0) / 1024 / 1024:.1f}".replace(".", ",")
            raise ValidationError(f"Berkas paling besar {self.max_mb} MB. Yang diunggah {size} MB.", code="size")


def _check_year(value: date | None) -> None:
    if value is not None and not EARLIEST <= value.year <= LATEST:
        raise ValidationError(f"Tahun harus antara {EARLIEST} dan {LATEST}. Yang ditulis {value.year}.", code="year")
