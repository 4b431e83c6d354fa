"""Who hears and sees of a complaint's deadlines: never the accused, never who may not see the complaint."""

from collections import defaultdict

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from complaints.models import Accusation, Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines import sight

OVERSEERS = ("petugas",)  # the desk hears when a unit is late; the korkab only of what was forwarded to them


def offer() -> None:
    """Tell the deadlines, which stand below, how to find out."""
    sight.offer("complaint", sight.Sight(barred=accused, seen=seen_by, overseers=OVERSEERS))


def accused() -> dict[str, set[int]]:
    """{complaint: ids of the accused}."""
    found: dict[str, set[int]] = defaultdict(set)
    for complaint, user in Accusation.objects.values_list("complaint", "user"):
        found[str(complaint)].add(user)
    return found


def seen_by(user: User) -> QuerySet:
    return Complaint.objects.visible_to(user).annotate(owner=Cast("pk", TextField())).values("owner")
