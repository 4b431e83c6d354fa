"""Plt., Plh., a.n. and u.b.: who stands in for a post gets its role in the application for exactly that time."""

from typing import Any

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
    terms: dict[str, Any] = {
        "starts": official.starts,
        "ends": official.ends,
        "sk_number": official.order_number,
        "sk_date": official.order_date,
    }
    if mirror:
        return postings.reschedule(mirror, **terms, by=by)
    if _holds_it_anyway(official):
        return None
    return postings.post(official.user, role=official.post, kecamatan=None, desa=None, **terms, acting=official, by=by)


def _holds_it_anyway(official: Official) -> bool:
    own = Posting.objects.filter(user=official.user, role=official.post, starts__lte=official.starts)
    until = Q(ends__isnull=True) | Q(ends__gte=official.ends) if official.ends else Q(ends__isnull=True)
    return own.filter(until).exists()
