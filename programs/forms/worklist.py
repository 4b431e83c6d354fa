"""Filters of the worklist, all in the URL."""

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from pkh_sembako.lib.forms import Chip, FilterForm
from programs.enums import Outcome
from programs.models import Round, RoundEntry
from programs.queries import worklist
from programs.queries.worklist import ALL, CHECKED, UNCHECKED

RESULTS = [
    (UNCHECKED, "Belum diperiksa"),
    (CHECKED, "Sudah diperiksa"),
    *Outcome.choices,
    (ALL, "Semua keluarga"),
]


class WorklistFilter(FilterForm):
    """Filters of /kroscek/, all in the URL. Tahap and hasil always have a value; what offers no choice is left out."""

    q = forms.CharField(label="Cari nama, NIK, atau akhir nomor KK", max_length=100)
    tahap = forms.ChoiceField(label="Tahap")
    hasil = forms.ChoiceField(label="Hasil kroscek", choices=RESULTS)
    kecamatan = forms.ChoiceField(label="Kecamatan")
    desa = forms.ChoiceField(label="Desa/kelurahan")
    dusun = forms.ChoiceField(label="Dusun")
    rt = forms.ChoiceField(label="RT")
    pendamping = forms.ChoiceField(label="Pendamping")

    def __init__(self, data: QueryDict, *, the_round: Round, rounds: list[Round], entries: QuerySet[RoundEntry]):
        data = data.copy()
        data["tahap"] = str(the_round.pk)
        if data.get("hasil") not in dict(RESULTS):
            data["hasil"] = ALL if data.get("q") else UNCHECKED
        super().__init__(data)
        self._choose("tahap", [(str(row.pk), str(row)) for row in rounds], optional=False)
        places = worklist.places(entries)
        kecamatan = data.get("kecamatan", "")
        self._choose("kecamatan", list(dict.fromkeys((code, name) for code, name, _, _ in places)))
        self._choose("desa", [(code, name) for part, _, code, name in places if kecamatan in ("", part)])
        desa = next((code for _, _, code, _ in places if code == data.get("desa")), "")
        corners = worklist.corners(entries, desa) if desa else []
        self._choose("dusun", list(dict.fromkeys((dusun, dusun) for dusun, _ in corners if dusun)))
        self._choose("rt", sorted({(rt, rt) for _, rt in corners if rt}))
        self._choose("pendamping", [(str(pk), name) for pk, name in worklist.people(entries)])

    def _choose(self, name: str, choices: list[tuple[str, str]], *, optional: bool = True) -> None:
        if len(choices) > 1 or (choices and self.data.get(name)):
            self.fields[name].choices = [("", "Semua"), *choices] if optional else choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def chips(self) -> list[Chip]:
        """Tahap and hasil are on the page already."""
        shown = (name for name in self.applied() if name not in ("tahap", "hasil"))
        return [Chip(self._words(name), self._without(name)) for name in shown]

    @property
    def result(self) -> str:
        return self.data["hasil"]
