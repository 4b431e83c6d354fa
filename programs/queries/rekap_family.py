"""One family as it was at the end of a day, from the history of household, members and enrollments."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min

from pkh_sembako.accounts.models import User
from programs.enums import STATUS_TONES, Component, EnrollmentStatus
from programs.models import Enrollment, Household, Member
from programs.queries.rekap import end_of


@dataclass(frozen=True)
class Standing:
    """The family of that evening; `home` is None when nothing was recorded of it yet."""

    home: Any
    members: list[dict[str, Any]]
    enrollments: list[dict[str, Any]]
    first: date | None  # the day of the oldest record


def standing(household: Household, day: date, user: User) -> Standing:
    """Four queries. Enrollments are those the user may see today."""
    until = end_of(day)
    homes = Household.history.filter(id=household.pk)
    home = homes.filter(history_date__lt=until).select_related("desa__kecamatan").order_by("-history_date").first()
    first = homes.aggregate(first=Min("history_date"))["first"]
    if home is None or home.history_type == "-":
        return Standing(None, [], [], first)
    members = _latest(Member.history.filter(household_id=household.pk), until)
    seen = Enrollment.objects.visible_to(user).filter(household_id=household.pk).values("pk")
    enrollments = _latest(Enrollment.history.filter(id__in=seen).select_related("pendamping"), until)
    return Standing(
        home,
        [_member(row) for row in sorted(members, key=lambda row: (not row.is_pengurus, row.id))],
        [_enrollment(row) for row in sorted(enrollments, key=lambda row: row.program)],
        first,
    )


def _latest(history: Any, until: Any) -> list[Any]:
    """The newest record of each row before the moment, without what was deleted by then."""
    newest = history.filter(history_date__lt=until).order_by("id", "-history_date", "-history_id").distinct("id")
    return [row for row in newest if row.history_type != "-"]


def _member(row: Any) -> dict[str, Any]:
    known = [Component(code).label for code in row.components if code in Component.values]
    return {"row": row, "components": known}


def _enrollment(row: Any) -> dict[str, Any]:
    return {"row": row, "tone": STATUS_TONES[EnrollmentStatus(row.status)]}
