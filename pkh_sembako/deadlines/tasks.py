"""What beat calls every minute."""

from celery import shared_task
from django.utils import timezone

from pkh_sembako.deadlines.services import alerts, mail


@shared_task(name="deadlines.sweep")
def sweep() -> int:
    return len(alerts.sweep(timezone.now()))


@shared_task(name="deadlines.send_mail")
def send_mail() -> int:
    return mail.send_waiting()
