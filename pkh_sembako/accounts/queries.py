"""Lists of people and of work areas."""

from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from pkh_sembako.accounts.models import PROGRAMS, Posting, User, WorkArea
from pkh_sembako.office.models import Desa, Kecamatan


def people(filters: dict[str, Any]) -> QuerySet[User]:
    """Users with their postings (three queries), filtered as `PeopleFilter` cleans it."""
    users = User.objects.prefetch_related(
        Prefetch("postings", Posting.objects.select_related("kecamatan", "desa").order_by("starts"))
    )
    if words := filters.get("q"):
        users = users.filter(Q(username__icontains=words) | Q(full_name__icontains=words))
    if role := filters.get("peran"):
        now = Posting.objects.in_force().filter(user=OuterRef("pk"), role=role)
        users = users.filter(Exists(now))
    if filters.get("status"):
        users = users.filter(is_active=filters["status"] == "aktif")
    return users


def pendamping_now() -> QuerySet[User]:
    """Active users who are posted as pendamping today."""
    now = Posting.objects.in_force().filter(user=OuterRef("pk"), role="pendamping")
    return User.objects.filter(Exists(now), is_active=True).order_by("full_name")


class Coverage(NamedTuple):
    """A kecamatan, its number of desa, and how many of them have a pendamping per program."""

    kecamatan: Kecamatan
    desa: int
    covered: dict[str, int]


def coverage() -> list[Coverage]:
    """One row per kecamatan of the office (two queries)."""
    counted = WorkArea.objects.values_list("desa__kecamatan_id", "program").annotate(n=Count("id")).order_by()
    numbers = {(kecamatan, program): n for kecamatan, program, n in counted}
    return [
        Coverage(row, row.desa_count, {code: numbers.get((row.pk, code), 0) for code, _ in PROGRAMS})
        for row in Kecamatan.objects.of_office().annotate(desa_count=Count("desa"))
    ]


def work_areas(kecamatan: Kecamatan) -> list[tuple[Desa, dict[str, User | None]]]:
    """Each desa of a kecamatan with its pendamping per program (two queries)."""
    areas = WorkArea.objects.filter(desa__kecamatan=kecamatan).select_related("pendamping")
    of = {(area.desa_id, area.program): area.pendamping for area in areas}
    return [(desa, {code: of.get((desa.pk, code)) for code, _ in PROGRAMS}) for desa in kecamatan.desa.all()]
