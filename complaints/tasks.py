"""What beat asks of the complaints, and the list as a workbook."""

from celery import shared_task
from django.utils import timezone

from complaints.services import silence


@shared_task(name="complaints.close_silent")
def close_silent() -> int:
    """How many answered complaints were closed because nobody objected; a second delivery finds none."""
    return silence.close_silent(timezone.now())
