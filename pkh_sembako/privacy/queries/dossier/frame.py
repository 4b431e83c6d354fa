"""The frame of a dossier: who it is about, what a section is, and that no number of another person passes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.lib.identity import mask
from pkh_sembako.privacy.models import DataRequest
from programs.models import Enrollment, Household, Kks, Member

# What the columns of an import and of a determination are called on paper.
KEYS = {
    "name": "nama", "nik": "NIK", "no_kk": "nomor KK", "iddtks": "ID DTKS", "dir": "DIR", "rt": "RT", "rw": "RW",
    "phone": "nomor HP", "sex": "jenis kelamin", "birth_date": "tanggal lahir", "layak_bayar": "layak bayar",
    "nama_desa": "desa", "nama_kecamatan": "kecamatan", "outcome": "hasil", "exit_reason": "alasan usul keluar",
    "note": "keterangan", "components": "komponen", "counts": "hitungan komponen", "direction": "DIR",
}  # fmt: skip
LONG_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")


@dataclass(frozen=True)
class Section:
    """A table: `key` names it for machines, `rows` are as long as `columns`."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""


@dataclass
class Subject:
    """The person: numbers in `own` are theirs, every other of sixteen digits is masked."""

    member: Member
    household: Household
    enrollments: list[Enrollment]
    cards: list[Kks]
    own: frozenset[str]
    _titles: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: DataRequest) -> "Subject":
        household = Household.objects.select_related("desa__kecamatan").get(pk=request.household_id)
        member = household.members.filter(pk=request.member_id).first() or _gone(request)
        cards = list(Kks.objects.filter(household=household).select_related("round", "slot", "desa").order_by("pk"))
        own = {member.nik, household.no_kk}
        if member.is_pengurus:
            own |= {household.nik, *(card.number for card in cards), *(card.account for card in cards)}
        enrollments = list(household.enrollments.select_related("pendamping").order_by("program"))
        return cls(member, household, enrollments, cards, frozenset(own - {""}))

    def who(self, user: User | None) -> str:
        """Role and name of an officer; the system where nobody acted."""
        if user is None:
            return "Sistem"
        if user.pk not in self._titles:
            self._titles[user.pk] = f"{user.role_label}, {user}"
        return self._titles[user.pk]

    def cell(self, value: Any) -> str:
        """A value as the person reads it."""
        return LONG_NUMBER.sub(lambda found: found[0] if found[0] in self.own else mask(found[0]), words(value))


def _gone(request: DataRequest) -> Member:
    """A member who was taken off since: what is left is the name."""
    return Member(household_id=request.household_id, name=request.subject_name)


def words(value: Any) -> str:
    """Dates, truths, lists and mappings in Indonesian; nothing is a dash."""
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, datetime):
        return tanggal_jam(timezone.localtime(value))
    if isinstance(value, date):
        return tanggal(value)
    if isinstance(value, dict):
        return "; ".join(f"{KEYS.get(key, key)}: {words(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(words(one) for one in value)
    return str(value)


Gather = Callable[[Subject], Section]


@dataclass(frozen=True)
class Dossier:
    """What is handed out: head, sections, and when it was gathered."""

    request: DataRequest
    gathered_at: datetime
    sections: list[Section]

    def counts(self) -> dict[str, int]:
        return {section.key: len(section.rows) for section in self.sections}


def build(request: DataRequest, subject: Subject, gathers: Sequence[Gather]) -> Dossier:
    """Every section in order; its cells are words, other people's numbers masked."""
    made = []
    for gather in gathers:
        section = gather(subject)
        rows = [tuple(subject.cell(value) for value in row) for row in section.rows]
        made.append(Section(section.key, section.title, section.columns, rows, section.note))
    return Dossier(request, timezone.now(), made)
