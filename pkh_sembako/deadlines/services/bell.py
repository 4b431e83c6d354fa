"""Messages in the bell: written by other parts of the house, read by their owner."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from pkh_sembako.deadlines.models import Notification
from pkh_sembako.deadlines.queries import bell

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


def tell(users: Iterable["User"], *, text: str, url: str = "", tone: str = "info", by_mail: bool = False) -> None:
    """Put one message into each user's bell (and, `by_mail`, into the outbox)."""
    Notification.objects.bulk_create(
        Notification(user=user, text=text, url=url, tone=tone, mail_to_send=by_mail) for user in users
    )


def mark_read(user: "User", *, ids: Iterable[int] | None = None) -> int:
    """Mark the user's own messages as read: those named, or all; how many were unread."""
    unread = bell(user).filter(read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
