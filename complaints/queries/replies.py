"""Answers of a complaint: how far each got on its way to the citizen, and what a formal letter of one prints."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from complaints.models import Complaint, Reply
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.documents import matters
from pkh_sembako.documents.models import Letter
from pkh_sembako.lib.dates import tanggal

MATTER = "reply"
MAIL_JOB = "complaints.reply_mail"


@dataclass(frozen=True)
class Way:
    """One answer; `mail` says how its e-mail fares ("" when none was ordered)."""

    reply: Reply
    letter: Letter | None
    mail: str
    is_mailing: bool


def ways(complaint: Complaint) -> list[Way]:
    """The answers of a complaint, oldest first (three queries)."""
    replies = list(complaint.replies.select_related("by", "sent_by", "letter", "sent_proof"))
    keys = {matter_key(reply): reply.pk for reply in replies}
    found = {keys[one.matter]: one for one in Letter.objects.filter(matter__in=keys).select_related("document")}
    wanted = [str(reply.pk) for reply in replies]
    jobs = {job.key: job for job in Job.objects.filter(kind=MAIL_JOB, key__in=wanted).order_by("created_at")}
    return [_way(reply, found.get(reply.pk), jobs.get(str(reply.pk))) for reply in replies]


def _way(reply: Reply, letter: Letter | None, job: Job | None) -> Way:
    if reply.sent_at or job is None:
        return Way(reply, letter, "", False)
    if job.state in (JobState.QUEUED, JobState.RUNNING):
        return Way(reply, letter, "Pos-el sedang dikirim.", True)
    return Way(reply, letter, f"Pos-el belum terkirim. {job.message}", False)


def letter_of(reply: Reply) -> Letter | None:
    """The formal letter of an answer that was not cancelled."""
    found = Letter.objects.filter(matter=matter_key(reply)).exclude(state="cancelled")
    return found.select_related("document").order_by("-pk").first()


def matter_key(reply: Reply) -> str:
    return f"{MATTER}:{reply.pk}"


def offer() -> None:
    """Tell the letters, which stand below, which answers there are."""
    matters.offer(MATTER, matters.Source(_choices, _facts))


def _open() -> list[Reply]:
    """Answers that a letter may carry: not sent, and nothing that is for the inspektorat alone."""
    found = Reply.objects.filter(sent_at__isnull=True, complaint__restricted=False)
    return list(found.select_related("complaint").order_by("-pk")[:200])


def _choices() -> list[tuple[str, str]]:
    return [(matter_key(one), f"{one.complaint.ticket}, dijawab {_day(one.at)}") for one in _open()]


def _facts(pk: int) -> matters.Facts | None:
    reply = Reply.objects.filter(pk=pk, complaint__restricted=False).select_related("complaint").first()
    if reply is None:
        return None
    complaint = reply.complaint
    return {
        "tiket": complaint.ticket,
        "tanggal_laporan": _day(complaint.received_at),
        "perihal_laporan": complaint.get_subject_display().lower(),
        "jawaban": reply.text,
    }


def _day(moment: datetime) -> str:
    return tanggal(timezone.localdate(moment))
