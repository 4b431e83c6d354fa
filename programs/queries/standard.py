"""What the standard of Program Sembako asks of a family (S5): in DTKS/DTSEN, and in the district's poverty data."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime

from pkh_sembako.lib.dates import tanggal
from programs.models import Household, PovertyList
from programs.models.poverty import listed

# Which requirement a family lacks: choices of the family list.
LACKS = {
    "dtsen": "Belum masuk DTKS/DTSEN",
    "kemiskinan": "Belum masuk data kemiskinan kabupaten",
    "salah_satu": "Salah satu belum terpenuhi",
}
IN_DTSEN = ~Q(iddtks="") | Q(desil__isnull=False)


@dataclass(frozen=True)
class Desil:
    """One value in its time; `value` is None from when it was emptied."""

    value: int | None
    since: datetime
    source: str


@dataclass(frozen=True)
class Requirement:
    """A line of the box: label, met or not (None: cannot be said), and the words behind it."""

    label: str
    met: bool | None
    words: str

    @property
    def answer(self) -> str:
        return "Belum dapat dijawab" if self.met is None else "Ya" if self.met else "Tidak"

    @property
    def tone(self) -> str:
        return "netral" if self.met is None else "positif" if self.met else "peringatan"


def desil_history(household: Household) -> list[Desil]:
    """Every change of the desil, the newest first: from the family's history, which is its only record."""
    rows = household.history.select_related("history_user").order_by("history_date", "history_id")
    found: list[Desil] = []
    for row in rows:
        if row.desil == (found[-1].value if found else None):
            continue
        who = str(row.history_user) if row.history_user else "Sistem"
        found.append(Desil(row.desil, row.history_date, ": ".join(filter(None, [who, row.history_change_reason]))))
    return found[::-1]


def requirements(household: Household) -> list[Requirement]:
    """The two lines of the box, as of today."""
    return [_in_dtsen(household), _in_poverty_data(household)]


def _in_dtsen(household: Household) -> Requirement:
    words = ["ID DTKS/DTSEN tercatat"] if household.iddtks else []
    if household.desil is not None:
        newest = next(iter(desil_history(household)), None)  # none where the family was written without history
        since = f", per {tanggal(localtime(newest.since))}" if newest and newest.value == household.desil else ""
        words.insert(0, f"desil {household.desil}{since}")
    return Requirement("Masuk DTKS/DTSEN", bool(words), "; ".join(words) or "belum ada desil dan ID DTKS/DTSEN")


def _in_poverty_data(household: Household) -> Requirement:
    label, current = "Masuk data kemiskinan kabupaten", PovertyList.objects.in_force()
    if current is None:
        return Requirement(label, None, "daftarnya belum diimpor")
    met = Household.objects.filter(listed(current), pk=household.pk).exists()
    return Requirement(label, met, f"daftar {current}, berlaku sejak {tanggal(current.in_force_from)}")


def lacking(code: str) -> Q:
    """Condition on Household for one of LACKS; without any list nobody can be said to lack the second."""
    current = PovertyList.objects.in_force()
    out_of_poverty_data = ~listed(current) if current else Q(pk__in=[])
    return {
        "dtsen": ~IN_DTSEN,
        "kemiskinan": out_of_poverty_data,
        "salah_satu": ~IN_DTSEN | out_of_poverty_data,
    }[code]


def matched(which: PovertyList) -> int:
    """How many families of the registry the list names. One query."""
    return Household.objects.filter(listed(which)).count()
