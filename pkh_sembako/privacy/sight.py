"""Who hears of the clocks of requests and incidents: never whom they are about."""

from collections import defaultdict

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines import sight
from pkh_sembako.privacy.models import DataRequest, Incident

Barred = dict[str, set[int]]


def offer() -> None:
    """Whom an incident is about, and who asked for the own data, learn nothing from the calendar or the bell."""
    sight.offer("data_request", sight.Sight(barred=_requesters, seen=_requests, overseers=("sekretaris",)))
    sight.offer("incident", sight.Sight(barred=_accounts, seen=_incidents))


def _requesters() -> Barred:
    pairs = DataRequest.objects.open().filter(requester_user__isnull=False).values_list("pk", "requester_user_id")
    return _by_owner(pairs)


def _accounts() -> Barred:
    return _by_owner(Incident.objects.filter(user__isnull=False).values_list("pk", "user_id"))


def _by_owner(pairs: QuerySet) -> Barred:
    found: Barred = defaultdict(set)
    for owner, person in pairs:
        found[str(owner)].add(person)
    return found


def _requests(user: User) -> QuerySet:
    rows = DataRequest.objects.visible_to(user)
    return rows.order_by().annotate(owner=Cast("pk", TextField())).values("owner")


def _incidents(user: User) -> QuerySet:
    rows = Incident.objects.visible_to(user)
    return rows.order_by().annotate(owner=Cast("pk", TextField())).values("owner")
