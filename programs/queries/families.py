"""The list of families: filters, search, and what each row shows. A fixed number of queries."""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.names import searchable
from programs.models import Enrollment, Household, KroscekResult, Round, RoundEntry
from programs.queries.standard import lacking

MOST_FOUND = 200
UNCHECKED = "belum"

# Materialised, so that the planner takes the trigram index instead of walking the keyset index row by row.
SEARCH = """
WITH found AS MATERIALIZED (
    SELECT id, name_search FROM programs_household
    WHERE name_search LIKE %(like)s OR name_search %%> %(name)s
)
SELECT id FROM found
ORDER BY (name_search LIKE %(like)s) DESC, word_similarity(%(name)s, name_search) DESC, name_search, id
LIMIT %(most)s
"""


def filtered(user: User, filters: dict[str, Any]) -> QuerySet[Household]:
    """Families this user may see that fit every filter of `forms.families.HouseholdFilter`."""
    households = Household.objects.visible_to(user)
    if desa := filters.get("desa"):
        households = households.filter(desa=desa)
    if kecamatan := filters.get("kecamatan"):
        households = households.filter(desa__kecamatan=kecamatan)
    if lacks := filters.get("syarat"):
        households = households.filter(lacking(lacks))
    enrollment = _enrollment_condition(filters)
    if enrollment or filters.get("hasil"):
        wanted = Enrollment.objects.visible_to(user).filter(enrollment, household=OuterRef("pk"))
        if outcome := filters.get("hasil"):
            wanted = wanted.filter(_kroscek_condition(filters, outcome))
        households = households.filter(Exists(wanted))
    return households


def _enrollment_condition(filters: dict[str, Any]) -> Q:
    condition = Q()
    if program := filters.get("program"):
        condition &= Q(program=program)
    if status := filters.get("status"):
        condition &= Q(status=status)
    if pendamping := filters.get("pendamping"):
        condition &= Q(pendamping=pendamping)
    return condition


def _kroscek_condition(filters: dict[str, Any], outcome: str) -> Q:
    entries = RoundEntry.objects.filter(enrollment=OuterRef("pk"), round__in=newest_rounds(filters.get("program")))
    if outcome == UNCHECKED:
        return Q(Exists(entries.filter(kroscek__isnull=True)))
    return Q(Exists(entries.filter(kroscek__outcome=outcome)))


def newest_rounds(program: str | None = None) -> list[int]:
    """Ids of the newest Round with a list, per programme that has a kroscek."""
    listed = Round.objects.with_list().with_kroscek()
    if program:
        listed = listed.filter(program=program)
    newest = listed.order_by("program", "-tahun", "-tahap").distinct("program")
    return list(newest.values_list("pk", flat=True))


def search(households: QuerySet[Household], words: str) -> list[int]:
    """Ids of families found: 16 digits = exact NIK or NKK, else by name with typos, best first, at most 200."""
    digits = words.replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit() and len(digits) == 16:
        exact = Q(nik=digits) | Q(no_kk=digits) | Q(members__nik=digits)
        return list(households.filter(exact).order_by("id").values_list("pk", flat=True).distinct()[:MOST_FOUND])
    name = searchable(words)
    if len(name) < 2:
        return []
    found = _by_name(name)
    visible = set(households.filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in visible][:MOST_FOUND]


def _by_name(name: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, {"name": name, "like": f"%{name}%", "most": 5 * MOST_FOUND})
        return [row[0] for row in cursor.fetchall()]


def with_row_details(households: QuerySet[Household], user: User) -> QuerySet[Household]:
    """Adds what a list row shows: place, members, enrollments with pendamping and newest kroscek result."""
    entries = RoundEntry.objects.filter(round__in=newest_rounds()).select_related("kroscek", "round")
    enrollments = (
        Enrollment.objects.visible_to(user)
        .select_related("pendamping")
        .prefetch_related(Prefetch("entries", entries, to_attr="newest_entries"))
        .order_by("program")
    )
    return (
        households.select_related("desa__kecamatan")
        .prefetch_related("members")
        .prefetch_related(Prefetch("enrollments", enrollments, to_attr="seen_enrollments"))
    )


def results_of(household: Household, user: User) -> QuerySet[KroscekResult]:
    """Every kroscek result of the family in what this user may see, the newest Round first."""
    seen = Enrollment.objects.visible_to(user).filter(household=household)
    return (
        KroscekResult.objects.filter(entry__enrollment__in=seen)
        .select_related("entry__round", "by")
        .prefetch_related("proposals__member")
        .order_by("-entry__round__tahun", "-entry__round__tahap", "entry__round__program")
    )
