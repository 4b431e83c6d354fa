"""The morning digest: one e-mail for each person at the opening of a working day (issue 3, "Comfort").

Written for everybody in one transaction with a fixed number of queries, then sent one by one: each row is its own
outbox. Its words come from deadlines and the rows beside them (`deadlines.others`), which name no family.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.deadlines import others
from pkh_sembako.deadlines.enums import Kind, Way
from pkh_sembako.deadlines.models import Deadline, MorningDigest, Notification, Rung
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.preferences import Preferences
from pkh_sembako.deadlines.words import lateness
from pkh_sembako.lib.dates import hari_tanggal, tanggal
from pkh_sembako.lib.worktime import WorkCalendar
from pkh_sembako.office.models import Office
from pkh_sembako.office.queries import calendar, the_office

log = logging.getLogger(__name__)

JOB = "deadlines.morning"
MAX_ATTEMPTS = 10
MAX_FAILURES = 3
LOCK = 20_260_800  # any number of our own: two writers of digests wait for each other


@dataclass(frozen=True)
class Line:
    """One piece of work in the mail."""

    title: str
    group: str
    place: str
    words: str
    url: str


@dataclass
class Contents:
    """What one person reads: the three lists never share a line."""

    late: list[Line] = field(default_factory=list)
    today: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.today or self.waiting or self.notes)

    def subject(self, day: date) -> str:
        counts = ((self.late, "lewat tenggat"), (self.today, "jatuh tempo hari ini"), (self.waiting, "menunggu"))
        words = ", ".join(f"{len(lines)} {word}" for lines, word in counts if lines)
        return f"Ringkasan pagi {tanggal(day)}: {words or f'{len(self.notes)} kabar'}"


def order(now: datetime) -> Job | None:
    """The day's job, once the office has opened; None on a day off, outside office hours, or when it was ordered."""
    days = calendar()
    day = now.astimezone(days.zone).date()
    if not days.is_working_day(day) or not days.opening(day) <= now <= days.close(day):
        return None
    ordered = Job.objects.filter(kind=JOB, key=day.isoformat())
    failures = ordered.filter(state=JobState.FAILED).count()
    if failures >= MAX_FAILURES or ordered.exclude(state=JobState.FAILED).exists():
        return None
    return jobs.enqueue(JOB, {"day": day.isoformat()}, by=None, key=day.isoformat())


@transaction.atomic
def write(day: date, now: datetime) -> int:
    """Write the day's digest of everybody who has none yet and has something to read; how many were written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    people = _readers(day)
    notes = _notes(people)
    contents = _contents(people, calendar(), now)
    for note in notes:
        contents[note.user_id].notes.append(note.text)
    office = the_office()
    written = [_digest(people[pk], day, each, office) for pk, each in sorted(contents.items()) if not each.is_empty]
    MorningDigest.objects.bulk_create(written)
    Notification.objects.filter(pk__in=[note.pk for note in notes]).update(for_digest=False)
    return len(written)


def _readers(day: date) -> dict[int, User]:
    """Active people with an address who want a digest and have none of this day."""
    found = User.objects.filter(is_active=True).exclude(email="").exclude(morning_digests__day=day)
    people = {user.pk: user for user in found}
    preferences = Preferences(people)
    return {pk: user for pk, user in people.items() if preferences.way(pk, Kind.DIGEST) == Way.MAIL}


def _notes(people: Iterable[int]) -> list[Notification]:
    """What was kept for the morning."""
    return list(Notification.objects.filter(for_digest=True, user__in=list(people)).order_by("id"))


def _contents(people: Iterable[int], days: WorkCalendar, now: datetime) -> dict[int, Contents]:
    """The work of each of these people, the earliest limit first: late, due today, and the rest."""
    wanted = set(people)
    contents: dict[int, Contents] = defaultdict(Contents)
    found = [entry for entry in _everything(days, now) if entry[0] in wanted]
    for person, due, line in sorted(found, key=lambda entry: (entry[1] is None, entry[1])):
        getattr(contents[person], _part(due, days, now)).append(line)
    return contents


def _everything(days: WorkCalendar, now: datetime) -> Iterator[tuple[int, datetime | None, Line]]:
    """(person's id, the earlier limit, line): the deadlines of whose turn it is, and what waits beside them."""
    beside, directory = others.gathered(now), Directory()
    running = Deadline.objects.running().filter(rungs__contains=[Rung.NEAR])
    for deadline in running.exclude(subject__in=beside.instead_of).select_related("kecamatan").order_by("id"):
        line = _line(deadline, days, now)
        for person in directory.actors(deadline):
            yield person.pk, deadline.first_due, line
    for pk, task in beside.rows:
        words = task.deadline.words if task.deadline else task.state_label
        line = Line(task.title, task.group, task.area, words, f"{settings.BASE_URL}{task.url}")
        yield pk, task.deadline.first if task.deadline else None, line


def _part(due: datetime | None, days: WorkCalendar, now: datetime) -> str:
    if due is None:
        return "waiting"
    if due < now:
        return "late"
    is_today = due.astimezone(days.zone).date() == now.astimezone(days.zone).date()
    return "today" if is_today else "waiting"


def _line(deadline: Deadline, days: WorkCalendar, now: datetime) -> Line:
    late = lateness(deadline, days, now)
    return Line(
        title=deadline.title,
        group=deadline.group,
        place=f"Kec. {deadline.kecamatan.name}" if deadline.kecamatan else "",
        words=late.words if late else "",
        url=f"{settings.BASE_URL}{deadline.url}",
    )


def _digest(user: User, day: date, contents: Contents, office: Office) -> MorningDigest:
    parts = (("Lewat tenggat", contents.late), ("Jatuh tempo hari ini", contents.today))
    context = {
        "user": user,
        "office": office,
        "day": hari_tanggal(day),
        "parts": [part for part in (*parts, ("Menunggu tindakan Anda", contents.waiting)) if part[1]],
        "notes": contents.notes,
        "base": settings.BASE_URL,
    }
    return MorningDigest(
        user=user,
        day=day,
        subject=contents.subject(day),
        text=render_to_string("deadlines/pos_el/ringkasan.txt", context),
        html=render_to_string("deadlines/pos_el/ringkasan.html", context),
    )


def send_waiting() -> int:
    """Send what was written and not sent; how many went out. A refused one is tried again the next minute."""
    waiting = MorningDigest.objects.filter(sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS)
    return sum(_send(pk) for pk in list(waiting.order_by("id").values_list("pk", flat=True)))


@transaction.atomic
def _send(pk: int) -> bool:
    """Hold the row while sending: a second worker skips it."""
    waiting = MorningDigest.objects.filter(pk=pk, sent_at__isnull=True).select_related("user")
    digest = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if digest is None:
        return False
    digest.attempts += 1
    mail = EmailMultiAlternatives(subject=digest.subject, body=digest.text, to=[digest.user.email])
    mail.attach_alternative(digest.html, "text/html")
    try:
        mail.send()
        digest.sent_at = timezone.now()
    except OSError as error:  # smtplib's refusals are OSErrors too
        log.warning("digest of user %s refused: %s", digest.user_id, error)
    digest.save(update_fields=["attempts", "sent_at"])
    return digest.sent_at is not None
