"""The personal address of the .ics feed: a signed token that its owner can renew, so that the old one ends."""

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pkh_sembako.deadlines.models import CalendarFeed

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

SIGNER = Signer(sep="~", salt="deadlines.feed")  # nothing of the token stands in the database


def token(feed: CalendarFeed) -> str:
    return SIGNER.sign(f"{feed.user_id}.{feed.serial}")


@transaction.atomic
def renew(*, by: "User") -> CalendarFeed:
    """A new address; who knows the old one reads nothing any more."""
    feed, made = CalendarFeed.objects.get_or_create(user=by)
    if not made:
        CalendarFeed.objects.filter(pk=feed.pk).update(serial=F("serial") + 1, renewed_at=timezone.now())
        feed.refresh_from_db()
    return feed


def owner(text: str) -> "User | None":
    """Whose feed a token opens; None for an old or forged one, or of somebody who may not log in."""
    try:
        user_id, serial = map(int, SIGNER.unsign(text).split("."))
    except (BadSignature, ValueError):
        return None
    feeds = CalendarFeed.objects.filter(user=user_id, serial=serial, user__is_active=True)
    feed = feeds.select_related("user").first()
    return feed.user if feed else None
