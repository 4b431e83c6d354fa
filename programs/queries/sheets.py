"""What a kroscek sheet prints, and what is there on paper: a fixed number of queries, however many desa."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import Count, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.models import Desa
from programs.enums import Component
from programs.models import KroscekScan, KroscekSheet, Member, Round, RoundEntry

PAPERWORK = (Permission.DO_KROSCEK, Permission.REVIEW_KROSCEK)  # who prints sheets and uploads what came back
SHORT = {
    Component.PREGNANT: "Hamil",
    Component.TODDLER: "Balita",
    Component.PRESCHOOL: "Apras",
    Component.SD: "SD",
    Component.SMP: "SMP",
    Component.SMA: "SMA",
    Component.DISABILITY: "Disabilitas",
    Component.ELDERLY: "Lansia",
}


@dataclass(frozen=True)
class Family:
    """One family as the registry has it now."""

    entry: int
    name: str
    nik: str
    no_kk: str
    address: str
    members: int
    components: tuple[str, ...]  # like "SD 2"


@dataclass(frozen=True)
class Group:
    """The families of one sheet, as one walks: by dusun, RT and name."""

    desa: Desa
    dusun: str  # empty = the whole desa
    families: tuple[Family, ...]

    @property
    def content_hash(self) -> str:
        told = json.dumps([asdict(family) for family in self.families], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


def entries_of(user: User, the_round: Round, kecamatan: str) -> QuerySet[RoundEntry]:
    """The families whose sheets this user prints in a kecamatan; a pendamping's are the own ones."""
    return RoundEntry.objects.visible_to(user).filter(round=the_round, kecamatan=kecamatan)


def owner(user: User, kecamatan: str) -> User | None:
    """Whose families the sheets of this user hold: None = everybody's."""
    return None if user.sees_kabupaten or kecamatan in user.kecamatan_codes else user


def groups(entries: QuerySet[RoundEntry], dusun: str = "") -> list[Group]:
    """A group for each desa, or the one of a dusun. Two queries."""
    home = "enrollment__household__"
    if dusun:
        entries = entries.filter(**{f"{home}dusun": dusun})
    wanted = entries.select_related("enrollment__household", "desa").order_by(
        "desa__name", "desa", f"{home}dusun", f"{home}rw", f"{home}rt", f"{home}name_search", "id"
    )
    rows = list(wanted)
    registry = _registry(rows)
    found: dict[Desa, list[Family]] = {}
    for row in rows:
        found.setdefault(row.desa, []).append(_family(row, registry[row.enrollment.household_id]))
    return [Group(desa, dusun, tuple(families)) for desa, families in found.items()]


def _registry(rows: Iterable[RoundEntry]) -> dict[int, list[list[str]]]:
    """Components of every member, by household. One query."""
    ids = [row.enrollment.household_id for row in rows]
    found: dict[int, list[list[str]]] = defaultdict(list)
    for household, components in Member.objects.filter(household__in=ids).values_list("household", "components"):
        found[household].append(components)
    return found


def _family(row: RoundEntry, members: list[list[str]]) -> Family:
    home = row.enrollment.household
    place = ", ".join(part for part in (home.alamat, home.dusun) if part) or "–"
    counted = Counter(code for components in members for code in components)
    return Family(
        entry=row.pk,
        name=home.name,
        nik=home.nik,
        no_kk=home.no_kk,
        address=f"{place}, RT {home.rt or '–'}/RW {home.rw or '–'}",
        members=len(members),
        components=tuple(f"{SHORT[code]} {counted[code]}" for code in SHORT if counted[code]),
    )


@dataclass
class DesaRow:
    """A desa on the page of sheets."""

    code: str
    name: str
    families: int
    dusun: list[str]
    sheet: KroscekSheet | None = None
    scans: int = 0


def desa_rows(user: User, the_round: Round, kecamatan: str) -> list[DesaRow]:
    """Every desa of the kecamatan with families of this user, by name. Three queries."""
    entries = entries_of(user, the_round, kecamatan).order_by()
    counted = entries.values_list("desa", "desa__name", "enrollment__household__dusun").annotate(Count("id"))
    found: dict[str, DesaRow] = {}
    for code, name, dusun, number in sorted(counted, key=lambda row: (row[1], row[2])):
        row = found.setdefault(code, DesaRow(code, name, 0, []))
        row.families += number
        row.dusun += [dusun] if dusun else []
    printed = KroscekSheet.objects.filter(round=the_round, desa__in=found, owner=owner(user, kecamatan), dusun="")
    for sheet in printed.order_by("version").select_related("by"):
        found[sheet.desa_id].sheet = sheet
    for desa in KroscekScan.objects.visible_to(user).filter(round=the_round, desa__in=found).values_list("desa"):
        found[desa[0]].scans += 1
    return list(found.values())


def scans(user: User, the_round: Round, kecamatan: str) -> QuerySet[KroscekScan]:
    """What came back in a kecamatan, as far as this user sees it."""
    visible = KroscekScan.objects.visible_to(user).filter(round=the_round, desa__kecamatan=kecamatan)
    return visible.select_related("desa", "sheet__desa", "file", "by")


@dataclass(frozen=True)
class PaperCount:
    """How many desa of a kecamatan (or of all) have a signed scan."""

    desa: int = 0
    scanned: int = 0
    scans: int = 0

    def __add__(self, other: "PaperCount") -> "PaperCount":
        return PaperCount(self.desa + other.desa, self.scanned + other.scanned, self.scans + other.scans)


def paper_counts(the_round: Round) -> dict[str, PaperCount]:
    """By kecamatan code. Two queries."""
    listed = RoundEntry.objects.filter(round=the_round).order_by().values_list("kecamatan")
    desa = dict(listed.annotate(Count("desa", distinct=True)))
    back = KroscekScan.objects.filter(round=the_round).order_by().values_list("desa__kecamatan")
    counted = {code: numbers for code, *numbers in back.annotate(Count("desa", distinct=True), Count("id"))}
    return {code: PaperCount(number, *counted.get(code, (0, 0))) for code, number in desa.items()}
