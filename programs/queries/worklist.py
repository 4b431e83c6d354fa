"""The worklist of a kroscek: families of a Round that a user sees and checks, as one walks through the desa."""

from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES, Area
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.names import searchable
from programs.enums import Outcome
from programs.models import KroscekSubmission, Round, RoundEntry

UNCHECKED, CHECKED, ALL = "belum", "sudah", "semua"
WALK = ("walk_desa", "walk_dusun", "walk_rt", "walk_name", "id")
NOBODY = Q(pk__in=[])


def checks(user: User) -> Q:
    """Which entries this user records results for: a pendamping the own families and those of whom they replace today,
    a korcam the own kecamatan."""
    scope = Q(enrollment__pendamping__in=user.accompanies) if user.accompanies else NOBODY
    for posting in user.postings_now:
        role = ROLES[posting.role]
        if Permission.DO_KROSCEK in role.permissions and role.area == Area.KECAMATAN:
            scope |= Q(kecamatan=posting.kecamatan_id)
    return scope


def may_check(user: User, entry: RoundEntry) -> bool:
    return RoundEntry.objects.filter(checks(user), pk=entry.pk).exists()


def filtered(entries: QuerySet[RoundEntry], filters: dict[str, Any]) -> QuerySet[RoundEntry]:
    """`entries` that fit every filter of `forms.kroscek.WorklistFilter` but the result (see `with_result`)."""
    names = {
        "kecamatan": "kecamatan",
        "desa": "desa",
        "dusun": "enrollment__household__dusun",
        "rt": "enrollment__household__rt",
        "pendamping": "enrollment__pendamping",
    }
    for name, path in names.items():
        if value := filters.get(name):
            entries = entries.filter(**{path: value})
    return search(entries, filters["q"]) if filters.get("q") else entries


def search(entries: QuerySet[RoundEntry], words: str) -> QuerySet[RoundEntry]:
    """By name with typos, or by digits: a whole NIK or NKK, or the last four or more of an NKK."""
    digits = words.replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit() and len(digits) >= 4:
        by_number = Q(enrollment__household__no_kk__endswith=digits)
        return entries.filter(by_number | Q(enrollment__household__nik=digits))
    name = searchable(words)
    spelled = entries.filter(enrollment__household__name_search__contains=name)
    if len(name) <= 2 or spelled.exists():
        return spelled
    return entries.filter(enrollment__household__name_search__trigram_word_similar=name)


def with_result(entries: QuerySet[RoundEntry], result: str) -> QuerySet[RoundEntry]:
    """Those with the result: one of Outcome, or belum, sudah, semua."""
    if result == UNCHECKED:
        return entries.filter(kroscek__isnull=True)
    if result == CHECKED:
        return entries.filter(kroscek__isnull=False)
    return entries if result == ALL else entries.filter(kroscek__outcome=result)


def keyed(entries: QuerySet[RoundEntry]) -> QuerySet[RoundEntry]:
    """With the keys of WALK."""
    home = "enrollment__household__"
    keys = {
        "walk_desa": F("desa__name"),
        "walk_dusun": F(f"{home}dusun"),
        "walk_rt": F(f"{home}rt"),
        "walk_name": F(f"{home}name_search"),
    }
    return entries.annotate(**keys)


def walked(entries: QuerySet[RoundEntry]) -> QuerySet[RoundEntry]:
    """With the keys of WALK and everything a row shows."""
    related = ("enrollment__household__desa", "enrollment__pendamping", "kroscek", "desa", "kecamatan")
    return keyed(entries).select_related(*related)


def details(page: list[RoundEntry]) -> list[RoundEntry]:
    """The rows of one page with everything they show; sorting thousands stays cheap without it."""
    found = walked(RoundEntry.objects.all()).in_bulk([row.pk for row in page])
    return [found[row.pk] for row in page]


def next_unchecked(entries: QuerySet[RoundEntry], after: RoundEntry) -> int | None:
    """The next family without a result on the walk, behind the last one the first again; None when none is left."""
    wanted = with_result(entries, UNCHECKED) | entries.filter(pk=after.pk)
    order = list(keyed(wanted).order_by(*WALK).values_list("pk", flat=True))
    here = order.index(after.pk) if after.pk in order else -1
    following = [*order[here + 1 :], *order[: max(here, 0)]]
    return following[0] if following else None


def counts(entries: QuerySet[RoundEntry]) -> dict[str, int]:
    """Families per outcome, and belum, sudah, semua. One query."""
    found = dict.fromkeys([UNCHECKED, CHECKED, ALL, *Outcome.values], 0)
    for outcome, number in entries.order_by().values_list("kroscek__outcome").annotate(Count("id")):
        found[ALL] += number
        if outcome is None:
            found[UNCHECKED] += number
        else:
            found[outcome] += number
            found[CHECKED] += number
    return found


def rounds(user: User) -> list[Round]:
    """Rounds to check with families that this user sees, the newest first."""
    return list(Round.objects.with_kroscek().filter(pk__in=RoundEntry.objects.visible_to(user).values("round")))


def places(entries: QuerySet[RoundEntry]) -> list[tuple[str, str, str, str]]:
    """(kecamatan code, name, desa code, name) of the entries, by name."""
    found = entries.order_by().values_list("kecamatan_id", "kecamatan__name", "desa_id", "desa__name").distinct()
    return sorted(found, key=lambda row: (row[1], row[3]))


def corners(entries: QuerySet[RoundEntry], desa: str) -> list[tuple[str, str]]:
    """(dusun, RT) of the families in a desa."""
    home = "enrollment__household__"
    return sorted(entries.filter(desa=desa).order_by().values_list(f"{home}dusun", f"{home}rt").distinct())


def people(entries: QuerySet[RoundEntry]) -> list[tuple[int, str]]:
    """(id, name) of the pendamping of the entries."""
    named = entries.filter(enrollment__pendamping__isnull=False).order_by()
    found = named.values_list("enrollment__pendamping_id", "enrollment__pendamping__full_name").distinct()
    return sorted(found, key=lambda row: row[1])


def handed_in(the_round: Round) -> dict[str, KroscekSubmission]:
    """The submission in force per kecamatan code."""
    rows = KroscekSubmission.objects.filter(round=the_round, returned_at=None).select_related("submitted_by")
    return {row.kecamatan_id: row for row in rows}


def checkers(entries: QuerySet[RoundEntry]) -> list[dict[str, Any]]:
    """Who checked how many: name, families, in_bulk, last (date), most first."""
    checked = entries.filter(kroscek__isnull=False).order_by()
    return list(
        checked.values(name=Coalesce("kroscek__by__full_name", "kroscek__by__username"))
        .annotate(
            families=Count("id"),
            in_bulk=Count("id", filter=Q(kroscek__in_bulk=True)),
            last=Max("kroscek__checked_on"),
        )
        .order_by("-families", "name")
    )
