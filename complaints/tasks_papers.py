"""Background work of what goes out and comes in: an answer by e-mail, spreadsheets of SP4N-LAPOR!."""

from datetime import date
from tempfile import TemporaryFile

from django.db import transaction

from complaints.exports import lapor as export
from complaints.models import LaporFile
from complaints.queries.replies import MAIL_JOB
from complaints.services import lapor, replies
from pkh_sembako.accounts.services.system import system_user
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.lib.numbers import thousands

SAID_EVERY = 50  # rows


@jobs.handler(MAIL_JOB)
def mail_reply(job: Job, progress: jobs.Progress) -> None:
    """Send and record in one transaction; a second delivery finds it sent."""
    with transaction.atomic():
        went = replies.deliver(job.arguments["reply"], by=job.by or system_user())
        progress.finish({"sent": went}, message="Terkirim.")


@jobs.handler(lapor.APPLY_JOB)
def take_over(job: Job, progress: jobs.Progress) -> None:
    """Row by row; what a broken run has taken over already is known by its tracking ID."""
    by = job.by or system_user()
    file = LaporFile.objects.get(pk=job.arguments["file"])
    wanted = [row for row in file.rows if row["verdict"] == lapor.NEW]
    tickets: dict[str, str] = {}
    for number, row in enumerate(wanted, start=1):
        tickets[row["tracking_id"]] = lapor.take_over(row, by=by)
        if number % SAID_EVERY == 0:
            progress.say("Mencatat laporan", number, len(wanted))
    with transaction.atomic():
        held = LaporFile.objects.select_for_update().get(pk=file.pk)
        if held.applied_at is None:
            lapor.finish(held, tickets, by=by)
        progress.finish({"new": len(tickets)}, message=f"Selesai: {thousands(len(tickets))} laporan baru.")


@jobs.handler(lapor.EXPORT_JOB)
def export_follow_up(job: Job, progress: jobs.Progress) -> None:
    """The workbook into its order; a second delivery leaves the first file."""
    download = Download.objects.select_related("user").get(pk=job.arguments["download"])
    since = date.fromisoformat(job.arguments["since"]) if job.arguments["since"] else None
    with TemporaryFile() as target:
        count = export.build(target, since=since, title=download.title, by=download.user)
        with transaction.atomic():
            stored = files.keep(target, name="Tindak-lanjut-LAPOR.xlsx", content_type=XLSX, by=download.user)
            if not downloads.fulfil(download, stored):
                files.discard(stored)
            progress.finish({"rows": count}, message=f"Selesai: {thousands(count)} laporan.")
