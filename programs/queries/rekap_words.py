"""Headings of the Rekap in words: what may stand in rows and columns, and how their keys are written."""

from collections.abc import Iterable
from typing import NamedTuple

from pkh_sembako.office.models import Desa, Kecamatan
from programs.enums import Component, EnrollmentStatus, Outcome, Program
from programs.models import Round

UNKNOWN = ""  # the key of what is not recorded


class Heading(NamedTuple):
    """What rows or columns may be: its words, its expression in the statement, the word for a missing key."""

    label: str
    expression: str
    unknown: str = "Tidak tercatat"


HEADINGS = {
    "kecamatan": Heading("Kecamatan", "home.kecamatan_id"),
    "desa": Heading("Desa/kelurahan", "home.desa_id"),
    "program": Heading("Program", "part.program"),
    "komponen": Heading("Komponen PKH", "component.code", "Tanpa komponen tercatat"),
    "desil": Heading("Desil", "home.desil::text", "Belum ada desil"),
    "status": Heading("Status kepesertaan", "part.status"),
    "tahap": Heading("Tahap", "entry.round_id::text"),
    "hasil": Heading("Hasil kroscek", "answer.outcome", "Belum diperiksa"),
}
CHOICES = {"program": Program, "komponen": Component, "status": EnrollmentStatus, "hasil": Outcome}
DESIL = {str(number): f"Desil {number}" for number in range(1, 11)}


def names(code: str, keys: Iterable[str]) -> dict[str, str]:
    """{key: words} of the keys in the order in which they are read; what is not recorded comes last. One query at
    most, none for words that the code knows."""
    found = set(keys)
    known = {key: words for key, words in _all_names(code, found).items() if key in found}
    strange = {key: key for key in sorted(found - known.keys() - {UNKNOWN})}
    return known | strange | ({UNKNOWN: HEADINGS[code].unknown} if UNKNOWN in found else {})


def _all_names(code: str, keys: set[str]) -> dict[str, str]:
    if code in CHOICES:
        return dict(CHOICES[code].choices)
    if code == "desil":
        return DESIL
    if code == "kecamatan":
        return dict(Kecamatan.objects.filter(pk__in=keys).values_list("code", "name"))
    if code == "desa":
        rows = Desa.objects.filter(pk__in=keys).select_related("kecamatan")
        return {row.code: f"{row.name} (Kec. {row.kecamatan.name})" for row in rows}
    numbers = [int(key) for key in keys if key]
    return {str(row.pk): str(row) for row in Round.objects.filter(pk__in=numbers)}


def adds_up(code: str, filters: dict[str, object]) -> bool:
    """Whether each family falls under one key at most, so that the numbers sum up to their total."""
    if code in ("program", "status"):  # a family may be in both programmes, with a status in each
        return bool(filters.get("program") or filters.get("putaran"))
    if code == "tahap":
        return bool(filters.get("putaran"))
    return code != "komponen" or bool(filters.get("komponen"))
