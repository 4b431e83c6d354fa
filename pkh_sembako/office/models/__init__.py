"""The office itself: its face, people and posts, territory, working calendar."""

from pkh_sembako.office.models.calendar import DayOff, DayOffKind, WorkingHours
from pkh_sembako.office.models.contacts import PlaceContact
from pkh_sembako.office.models.office import (
    COLOUR,
    Desa,
    DesaKind,
    DesaQuerySet,
    Font,
    Kecamatan,
    KecamatanQuerySet,
    NumberSource,
    Office,
    Paper,
    Regency,
)
from pkh_sembako.office.models.officials import ChainLink, Official, OfficialQuerySet, StaffPromise

__all__ = [
    "COLOUR",
    "ChainLink",
    "DayOff",
    "DayOffKind",
    "Desa",
    "DesaKind",
    "DesaQuerySet",
    "Font",
    "Kecamatan",
    "KecamatanQuerySet",
    "NumberSource",
    "Office",
    "Official",
    "OfficialQuerySet",
    "Paper",
    "PlaceContact",
    "Regency",
    "StaffPromise",
    "WorkingHours",
]
