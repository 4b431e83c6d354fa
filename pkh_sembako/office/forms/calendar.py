"""Forms of the working calendar."""

import re
from typing import Any

from django import forms

from pkh_sembako.lib.dates import HARI
from pkh_sembako.lib.forms import KitForm, KitModelForm, TanggalField
from pkh_sembako.office.models import DayOff, Office, WorkingHours
from pkh_sembako.office.presets import PRESETS, preset_rows

WORKDAYS = HARI[:5]
SPAN = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)\s*(?:-|–|sampai)\s*([01]?\d|2[0-3])[.:]([0-5]\d)")
BETWEEN = re.compile(r"\s*(?:,|;|dan)\s*")


class DayOffForm(KitModelForm):
    day = TanggalField(label="Tanggal")

    class Meta:
        model = DayOff
        fields = ["day", "name", "kind"]
        labels = {"name": "Keterangan"}

    def validate_unique(self) -> None:
        """The service says what the day is off for."""


class HoursForm(KitModelForm):
    """One text per workday, "07.30–12.00, 13.00–16.00"; an empty one is a day off."""

    starts = TanggalField(label="Mulai berlaku", required=False, help_text="Kosongkan bila berlaku sejak dahulu.")
    ends = TanggalField(label="Sampai", required=False, help_text="Kosongkan bila berlaku seterusnya.")

    class Meta:
        model = WorkingHours
        fields = ["name", "starts", "ends", "estimate"]
        labels = {"name": "Nama aturan", "estimate": "Masih perkiraan (belum ditetapkan)"}
        help_texts = {"name": "Misalnya Ramadan 2027."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, day in enumerate(WORKDAYS):
            self.fields[f"day{number}"] = forms.CharField(
                label=day,
                required=False,
                max_length=120,
                initial=written(self.instance.week[number]) if self.instance.week else "",
                help_text="Misalnya 07.30–12.00, 13.00–16.00. Kosongkan bila libur." if number == 0 else "",
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "Tanggal sampai tidak boleh sebelum tanggal mulai berlaku.")
        week: list[list[list[str]]] = []
        for number in range(len(WORKDAYS)):
            try:
                week.append(intervals(data.get(f"day{number}", "")))
            except ValueError as error:
                self.add_error(f"day{number}", str(error))
        if not self.errors:
            self.instance.week = [*week, [], []]
        return data


class PresetForm(KitForm):
    """Each preset with its hours outside Ramadan."""

    preset = forms.ChoiceField(label="Jam kerja bawaan", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = [(code, _in_words(preset_rows(code)[0])) for code in PRESETS]


def _in_words(rule: WorkingHours) -> str:
    week = f"Senin sampai Kamis {written(rule.week[0])}; Jumat {written(rule.week[4])}"
    return f"{rule.name}: {week}"


class ZoneForm(KitForm):
    zone = forms.ChoiceField(
        label="Zona waktu kantor", choices=Office._meta.get_field("zone").choices, widget=forms.RadioSelect
    )


def intervals(text: str) -> list[list[str]]:
    """[["07:30", "12:00"], ["13:00", "16:00"]] of "07.30–12.00, 13.00–16.00"; ValueError with a sentence."""
    found = []
    for part in filter(None, BETWEEN.split(text.strip())):
        span = SPAN.fullmatch(part)
        if span is None:
            raise ValueError(f"“{part}” bukan rentang jam. Tulis misalnya 07.30–12.00, 13.00–16.00.")
        hours = [int(number) for number in span.groups()]
        found.append([f"{hours[0]:02}:{hours[1]:02}", f"{hours[2]:02}:{hours[3]:02}"])
    return found


def written(day: list[list[str]]) -> str:
    """The intervals of a day as people write them."""
    return ", ".join(f"{start}–{end}".replace(":", ".") for start, end in day)
