"""Sends what waits in the outbox: one e-mail for each person, whatever number of messages wait."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from pkh_sembako.deadlines.models import Notification
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.office.queries import calendar

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 10


def send_waiting() -> int:
    """Send a digest to everybody with unsent messages; how many e-mails went out. A refused one is tried again."""
    waiting = Notification.objects.filter(mail_to_send=True, mailed_at__isnull=True, mail_attempts__lt=MAX_ATTEMPTS)
    people = waiting.order_by("user_id").values_list("user_id", flat=True).distinct()
    return sum(_send_to(user_id) for user_id in list(people))


@transaction.atomic
def _send_to(user_id: int) -> bool:
    """Hold the person's rows while sending: a second worker skips them. Attempts are counted even when it fails."""
    waiting = Notification.objects.filter(
        user_id=user_id, mail_to_send=True, mailed_at__isnull=True, mail_attempts__lt=MAX_ATTEMPTS
    )
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("user").order_by("id"))
    if not rows:
        return False
    mine = Notification.objects.filter(pk__in=[row.pk for row in rows])
    if not rows[0].user.email:
        mine.update(mail_to_send=False)
        return False
    try:
        _digest(rows).send()
    except OSError as error:  # smtplib's refusals are OSErrors too
        log.warning("mail to user %s refused: %s", user_id, error)
        mine.update(mail_attempts=rows[0].mail_attempts + 1)
        return False
    mine.update(mailed_at=timezone.now(), mail_attempts=rows[0].mail_attempts + 1)
    return True


def _digest(rows: Sequence[Notification]) -> EmailMessage:
    zone, user = calendar().zone, rows[0].user
    parts = [f"{tanggal_jam(row.at, zone)}\n{row.text}\n{settings.BASE_URL}{row.url or '/'}" for row in rows]
    subject = rows[0].text.splitlines()[0] if len(rows) == 1 else f"{len(rows)} pemberitahuan tenggat"
    return EmailMessage(
        subject=subject[:120],
        body=f"Yth. {user},\n\n" + "\n\n".join(parts) + "\n\nPesan ini dikirim otomatis; tidak perlu dibalas.\n",
        to=[user.email],
    )
