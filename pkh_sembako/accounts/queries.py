"""Lists of people, of staff against the promise of the standards, and of work areas."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from pkh_sembako.accounts.models import PROGRAMS, Posting, User, WorkArea
from pkh_sembako.office.models import Desa, Kecamatan, StaffPromise

# Who belongs to the office and its programmes, in the order of the register; bank, camat and desa do not.
STAFF_ROLES = (
    "kadis", "sekretaris", "kabid", "kasi", "korkab", "apd", "korcam", "pendamping", "operator", "petugas", "admin"
)  # fmt: skip
SOON = timedelta(days=30)


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


def staff(user: User, filters: dict[str, Any]) -> QuerySet[Posting]:
    """Postings of staff that `user` may see, filtered as `StaffFilter` cleans it, with `full_name`, `desa_count`."""
    rows = Posting.objects.filter(role__in=STAFF_ROLES).select_related("user", "kecamatan", "desa")
    if not user.sees_kabupaten and not user.has_role("admin"):
        rows = rows.filter(kecamatan__in=user.kecamatan_codes)
    if words := filters.get("q"):
        rows = rows.filter(Q(user__full_name__icontains=words) | Q(sk_number__icontains=words))
    if program := filters.get("program"):
        rows = rows.filter(program__in=["", program])
    for name, field in (("jabatan", "role"), ("kecamatan", "kecamatan")):
        if value := filters.get(name):
            rows = rows.filter(**{field: value})
    if sk := filters.get("sk"):
        rows = rows.exclude(sk_number="") if sk == "ada" else rows.filter(sk_number="")
    areas = Count("user__work_areas__desa", distinct=True)
    return _in_period(rows, filters.get("masa")).annotate(full_name=F("user__full_name"), desa_count=areas)


def _in_period(rows: QuerySet[Posting], period: str | None) -> QuerySet[Posting]:
    if period == "semua":
        return rows
    rows = rows.filter(pk__in=Posting.objects.in_force().filter(user__is_active=True).values("pk"))
    return rows.filter(ends__lte=timezone.localdate() + SOON) if period == "segera" else rows


class Kept(NamedTuple):
    """What a standard promises, and how many people there are today."""

    promise: StaffPromise
    active: int

    @property
    def missing(self) -> int:
        return max(self.promise.number - self.active, 0)


def promises() -> list[Kept]:
    """Each promise with the active people posted for its programme in the roles it counts, each once."""
    now = Posting.objects.in_force().filter(user__is_active=True)
    return [
        Kept(
            row,
            now.filter(role__in=row.roles, program__in=["", row.program]).values("user").distinct().count(),
        )
        for row in StaffPromise.objects.all()
    ]
