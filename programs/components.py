"""PKH components and the ages they are for, as dated parameters (domain.md 1.2).

Sources: Sragen's service standard A.1 (2022: lansia above 70); Permensos 1/2018 and lists of 2024 on (60+).
"""

from datetime import date

from programs.enums import Component
from programs.models import Member

# First year of each rule -> minimum age of a lansia in that year.
ELDERLY_FROM = {2007: 70, 2019: 60, 2020: 70, 2024: 60}
TODDLER_UNTIL, PRESCHOOL_UNTIL = 4, 6  # years of age, inclusive
SCHOOL_AGE = range(6, 22)


def elderly_age(year: int) -> int:
    """Minimum age of the component lansia in `year`."""
    return ELDERLY_FROM[max(first for first in ELDERLY_FROM if first <= max(year, 2007))]


def age(birth_date: date, on: date) -> int:
    """Full years on that day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def fitting(member: Member, year: int) -> list[str]:
    """What does not fit between the member's components and age, in words; empty when all is well or unknown."""
    if member.birth_date is None:
        return []
    years = age(member.birth_date, date(year, 12, 31))
    faults = []
    if Component.ELDERLY in member.components and years < elderly_age(year):
        faults.append(f"Lansia {year} mulai umur {elderly_age(year)}; anggota ini {years} tahun")
    if Component.TODDLER in member.components and years > TODDLER_UNTIL:
        faults.append(f"Balita sampai umur {TODDLER_UNTIL}; anggota ini {years} tahun")
    if Component.PRESCHOOL in member.components and years > PRESCHOOL_UNTIL:
        faults.append(f"Anak prasekolah sampai umur {PRESCHOOL_UNTIL}; anggota ini {years} tahun")
    if {Component.SD, Component.SMP, Component.SMA} & set(member.components) and years not in SCHOOL_AGE:
        faults.append(f"Komponen sekolah umur 6-21; anggota ini {years} tahun")
    return faults
