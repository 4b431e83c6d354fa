"""Messages in the bell: written by other parts of the house, read by their owner."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from pkh_sembako.deadlines.enums import Kind, Way
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.deadlines.preferences import Preferences
from pkh_sembako.deadlines.queries import bell

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


def tell(
    users: Iterable["User"],
    *,
    text: str,
    url: str = "",
    tone: str = "info",
    by_mail: bool = False,
    kind: Kind = Kind.NEWS,
) -> None:
    """Put one message into each user's bell (and, `by_mail`, into the outbox), as each wants to hear of its kind."""
    ids = [user.pk for user in users]
    preferences, now = Preferences(ids), timezone.now()
    told = []
    for user in ids:
        way = preferences.way(user, kind)
        if way != Way.OFF:
            quiet = way == Way.DIGEST
            message = Notification(user_id=user, text=text, url=url, tone=tone, at=now)
            message.mail_to_send = by_mail and way == Way.MAIL
            message.for_digest, message.read_at = quiet, now if quiet else None
            told.append(message)
    Notification.objects.bulk_create(told)


def mark_read(user: "User", *, ids: Iterable[int] | None = None) -> int:
    """Mark the user's own messages as read: those named, or all; how many were unread."""
    unread = bell(user).filter(read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
