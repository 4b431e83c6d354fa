"""Plt., Plh., a.n. and u.b.: who stands in for a post gets its role in the application for exactly that time."""

from django.db import transaction
from django.db.models import Q

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.services import postings
from pkh_sembako.audit.history import authored
from pkh_sembako.office.models import Official
from pkh_sembako.office.services.office import save_official


@transaction.atomic
def appoint(official: Official, *, by: User) -> Posting | None:
    """Save an official; the posting that goes with an acting one, None where there is none or one ran already."""
    save_official(official, by=by)
    mirror = Posting.objects.filter(acting=official).first()
    if mirror and not (official.is_acting and mirror.user_id == official.user_id and mirror.role == official.post):
        authored(mirror, by=by, reason="Penunjukan pejabat diubah")
        mirror.delete()
        mirror = None
    if not official.is_acting or official.user is None:
        return None
    order = {"sk_number": official.order_number, "sk_date": official.order_date}
    period = {"starts": official.starts, "ends": official.ends}
    if mirror:
        return postings.reschedule(mirror, **period, **order, by=by)
    if _holds_it_anyway(official):
        return None
    place = {"kecamatan": None, "desa": None}
    return postings.post(official.user, role=official.post, **place, **period, **order, acting=official, by=by)


def _holds_it_anyway(official: Official) -> bool:
    own = Posting.objects.filter(user=official.user, role=official.post, starts__lte=official.starts)
    until = Q(ends__isnull=True) | Q(ends__gte=official.ends) if official.ends else Q(ends__isnull=True)
    return own.filter(until).exists()
