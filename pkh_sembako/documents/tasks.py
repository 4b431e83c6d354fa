"""What beat asks of the documents once an hour."""

from celery import shared_task
from django.utils import timezone

from pkh_sembako.documents.services import downloads


@shared_task(name="documents.expire_downloads")
def expire_downloads() -> dict[str, int]:
    return {"expired": downloads.expire(timezone.now()), "leftovers": downloads.remove_leftovers()}
