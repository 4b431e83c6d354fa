"""Reads for the pages of the BNBA files."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from pkh_sembako.lib.dates import tanggal_pendek
from pkh_sembako.lib.identity import mask
from pkh_sembako.lib.numbers import rupiah
from pkh_sembako.office.models import Desa
from programs.enums import RowVerdict, Sex
from programs.models import BnbaFile, BnbaRow, Kks, RoundEntry

TABS = (("changed", "Berubah"), ("new", "Baru"), ("local", "Berbeda dari data setempat"), ("gone", "Tidak ada lagi"))


def files() -> QuerySet[BnbaFile]:
    return BnbaFile.objects.select_related("round", "stored", "uploaded_by", "applied_by", "taken_back_by")


def refused(file: BnbaFile) -> QuerySet[BnbaRow]:
    return file.rows.filter(verdict=RowVerdict.REFUSED)


def warned(file: BnbaFile) -> QuerySet[BnbaRow]:
    return file.rows.exclude(verdict=RowVerdict.REFUSED).exclude(problems=[])


def rows_of(file: BnbaFile, tab: str) -> QuerySet[BnbaRow]:
    if tab == "local":
        return file.rows.exclude(verdict=RowVerdict.REFUSED).exclude(local={})
    return file.rows.filter(verdict=tab)


def gone(file: BnbaFile) -> QuerySet[RoundEntry] | QuerySet[Kks]:
    if file.of_cards:
        return Kks.objects.filter(pk__in=file.gone).select_related("household", "desa__kecamatan", "round")
    return RoundEntry.objects.filter(pk__in=file.gone).select_related(
        "enrollment__household", "desa__kecamatan", "round"
    )


def removable(file: BnbaFile) -> tuple[int, int]:
    """If the file replaces the list: (families that leave it, families that stay because they were checked)."""
    if file.of_cards:
        return 0, 0
    listed = RoundEntry.objects.filter(pk__in=file.gone, round=file.round)
    staying = listed.filter(kroscek__isnull=False).count()
    return listed.count() - staying, staying


def accepted(file: BnbaFile) -> int:
    return sum(file.counts.get(verdict, 0) for verdict in ("new", "changed", "same"))


class Words:
    """Values of rows as an officer reads them: numbers masked, desa by name, rupiah and dates written out."""

    def __init__(self, rows: list[BnbaRow], labels: dict[str, str]) -> None:
        self.labels = labels
        codes = {values.get("desa") for row in rows for values in (row.values, row.before, row.local)}
        desa = Desa.objects.filter(pk__in=codes - {None}).select_related("kecamatan")
        self.desa = {one.pk: f"{one.name}, Kec. {one.kecamatan.name}" for one in desa}

    def about(self, row: BnbaRow) -> dict[str, Any]:
        number = row.values.get("nik") or row.values.get("no_kk") or ""
        return {
            "row": row,
            "name": row.values.get("name", ""),
            "number": mask(number),
            "card": mask(row.values.get("kks", "")),
            "desa": self.desa.get(row.values.get("desa", ""), ""),
            "changes": self._pairs(row.before, row.values),
            "local": self._pairs(row.local, row.values),
        }

    def _pairs(self, present: dict[str, Any], filed: dict[str, Any]) -> list[dict[str, str]]:
        return [
            {
                "label": self.labels[key],
                "before": self._word(key, present[key]),
                "after": self._word(key, filed.get(key)),
            }
            for key in present
            if key in self.labels
        ]

    def _word(self, key: str, value: Any) -> str:
        if not value:
            return ""
        if key in ("nik", "no_kk", "kks", "account"):
            return mask(value)
        if key == "desa":
            return self.desa.get(value, value)
        if key == "nominal":
            return rupiah(int(value))
        if key == "birth_date":
            return tanggal_pendek(date.fromisoformat(value))
        if key == "sex":
            return Sex(value).label if value in Sex.values else value
        return str(value)


def refused_cells(file: BnbaFile, row: BnbaRow) -> list[str]:
    """The cells of a refused row under the file's own headers."""
    if "cells" in row.values:
        return row.values["cells"]
    fields = file.options.get("fields", {})
    return [str(row.values.get(fields.get(str(index), ""), "")) for index in range(len(file.headers))]


def reasons(row: BnbaRow) -> list[str]:
    return [problem["message"] for problem in row.problems if not problem["warning"]]
