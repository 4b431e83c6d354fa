"""What may be asked of the Rekap, all in the address; and the day as of which a family is shown."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.forms import Chip, FilterForm, TanggalField
from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import Component, EnrollmentStatus, Outcome, Program
from programs.forms.families import own_kecamatan
from programs.models import Round
from programs.queries.families import UNCHECKED
from programs.queries.rekap import Question, newest_round
from programs.queries.rekap_words import DESIL, HEADINGS

ALL = ("", "Semua")
SHAPE = ("baris", "kolom", "hitung", "per", "publik")  # how it is asked; everything else narrows it down
UNITS = [("keluarga", "Keluarga"), ("anggota", "Anggota keluarga")]


class PastDayField(TanggalField):
    """A day that has been; nothing is known of the days to come."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError("Tanggal ini belum tiba. Pilih hari ini atau hari yang sudah lewat.", code="future")


class RekapForm(FilterForm):
    """Headings and filters of /rekap/."""

    baris = forms.ChoiceField(label="Baris", choices=[(code, one.label) for code, one in HEADINGS.items()])
    kolom = forms.ChoiceField(
        label="Kolom", choices=[("tanpa", "Tanpa kolom"), *((code, one.label) for code, one in HEADINGS.items())]
    )
    hitung = forms.ChoiceField(label="Yang dihitung", choices=UNITS)
    per = PastDayField(label="Keadaan per tanggal", help_text="Kosongkan untuk keadaan sekarang.")
    program = forms.ChoiceField(label="Program", choices=[ALL, *Program.choices])
    kecamatan = forms.ChoiceField(label="Kecamatan")
    desa = forms.ChoiceField(label="Desa/kelurahan")
    komponen = forms.ChoiceField(label="Komponen PKH", choices=[ALL, *Component.choices])
    desil = forms.ChoiceField(label="Desil", choices=[ALL, *DESIL.items()])
    status = forms.ChoiceField(label="Status kepesertaan", choices=[ALL, *EnrollmentStatus.choices])
    putaran = forms.ChoiceField(label="Tahap")
    hasil = forms.ChoiceField(label="Hasil kroscek", choices=[ALL, (UNCHECKED, "Belum diperiksa"), *Outcome.choices])
    publik = forms.BooleanField(label="Salinan publik: sembunyikan angka di bawah 5")

    def __init__(self, data: Any, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user
        places = Kecamatan.objects.of_office()
        if not user.sees_kabupaten:
            places = places.filter(code__in=own_kecamatan(user))
        kecamatan = dict(places.values_list("code", "name"))
        chosen = data.get("kecamatan", "")
        desa = Desa.objects.filter(kecamatan_id=chosen if chosen in kecamatan else None)
        self.fields["kecamatan"].choices = [ALL, *kecamatan.items()]
        first = "Semua" if chosen in kecamatan else "Pilih kecamatan dahulu"
        self.fields["desa"].choices = [("", first), *desa.values_list("code", "name")]
        self.fields["putaran"].choices = [ALL, *((str(one.pk), str(one)) for one in Round.objects.with_list())]
        self.initial |= {"baris": self._first_rows(), "kolom": "program", "hitung": "keluarga"}
        self._show_defaults()

    def _first_rows(self) -> str:
        return "kecamatan" if self.user.sees_kabupaten else "desa"

    def _show_defaults(self) -> None:
        """A form of the address is bound, so what the address leaves out is written into it as it will be taken."""
        self.data = self.data.copy()
        for name in ("baris", "kolom", "hitung"):
            if not self.data.get(name):
                self.data[name] = self.initial[name]

    def question(self) -> Question:
        """The question in the address; what makes no sense is left out (`ignored` names it)."""
        applied = self.applied()
        rows = applied.get("baris", self._first_rows())
        columns = applied.get("kolom", "tanpa" if "kolom" in self.errors else "program")
        filters = {name: value for name, value in applied.items() if name not in SHAPE}
        if "hasil" in {rows, columns, *filters} and "putaran" not in filters and (newest := newest_round()):
            filters["putaran"] = str(newest.pk)
        per = applied.get("per")
        return Question(
            rows=rows,
            columns="" if columns in ("tanpa", rows) else columns,
            unit=applied.get("hitung", "keluarga"),
            filters=filters,
            per=per if per != timezone.localdate() else None,
            public=bool(applied.get("publik")),
        )

    def chips(self) -> list[Chip]:
        """Only what narrows the figures down; their shape stands in the form."""
        return [Chip(self._words(name), self._without(name)) for name in self.applied() if name not in SHAPE]


class DayForm(FilterForm):
    """The day as of which a family is shown."""

    per = PastDayField(label="Tampilkan keadaan per tanggal")
