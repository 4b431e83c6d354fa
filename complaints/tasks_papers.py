"""Background work of what goes out: an answer by e-mail."""

from django.db import transaction

from complaints.queries.replies import MAIL_JOB
from complaints.services import replies
from pkh_sembako.accounts.services.system import system_user
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job


@jobs.handler(MAIL_JOB)
def mail_reply(job: Job, progress: jobs.Progress) -> None:
    """Send and record in one transaction; a second delivery finds it sent."""
    with transaction.atomic():
        went = replies.deliver(job.arguments["reply"], by=job.by or system_user())
        progress.finish({"sent": went}, message="Terkirim.")
