"""Deadlines of everything that has a clock, their pauses and extensions, and the alerts about them.

A Deadline belongs to one subject ("step:12", "assignment:40"). Being late is never stored: `now > due` while open.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pkh_sembako.deadlines.enums import RUNNING, DeadlineState, Kind, Way
from pkh_sembako.office.models import Kecamatan

KEMENSOS = "Batas Kemensos"


class Rung(models.TextChoices):
    """The ladder of alerts, in order (clock.md, Lateness)."""

    NEAR = "hampir", "mendekati tenggat"
    PASSED = "lewat", "lewat tenggat"
    PLUS_1 = "+1", "lewat tenggat 1 hari kerja"
    PLUS_3 = "+3", "lewat tenggat 3 hari kerja"
    PLUS_7 = "+7", "lewat tenggat 7 hari kerja"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> "DeadlineQuerySet":
        return self.filter(state__in=RUNNING)

    def overdue(self, now: datetime) -> "DeadlineQuerySet":
        return self.running().filter(due__lt=now)

    def to_alert(self, now: datetime) -> "DeadlineQuerySet":
        """Running deadlines whose next alert's moment has come (partial index)."""
        return self.running().filter(next_alert_at__lte=now)


class Deadline(models.Model):
    """The clock of one piece of work. Moments are UTC; `unit` and `amount` are those of clock.md."""

    subject = models.CharField(max_length=60, unique=True)
    group = models.CharField(max_length=120, help_text='what it belongs to on screen, e.g. "PKH Tahap 4 2026"')
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=20), help_text="role codes whose people act")
    checker_roles = ArrayField(models.CharField(max_length=20), default=list, help_text="who acts while submitted")
    stand_in_roles = ArrayField(
        models.CharField(max_length=20), default=list, help_text="who acts where nobody holds one of `roles`"
    )
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="shares", help_text="the fanned-out step of a kecamatan's share"
    )
    rungs = ArrayField(models.CharField(max_length=6), help_text="the rungs at which this one alerts")
    unit = models.CharField(max_length=14)
    amount = models.PositiveIntegerField(null=True)
    agreed_on = models.DateField(null=True, help_text="target date of a menyesuaikan step")
    granted_until = models.DateField(null=True, help_text="the date of the extension in force")
    started_at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    original_due = models.DateTimeField(null=True, help_text="with pauses, without extensions")
    outer_due = models.DateTimeField(null=True, help_text="limit from outside: no pause and no extension moves it")
    outer_name = models.CharField(max_length=40, default=KEMENSOS, help_text="whose limit it is, on screen")
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.OPEN)
    turn = models.PositiveSmallIntegerField(default=1, help_text="resume and extension open a new turn")
    next_rung = models.CharField(max_length=6, blank=True)
    next_alert_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(
                fields=["next_alert_at"], name="deadline_to_alert", condition=models.Q(state__in=["open", "submitted"])
            ),
            models.Index(fields=["due"], name="deadline_open_due", condition=~models.Q(state="closed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="closed") ^ models.Q(closed_at__isnull=True), name="closed_has_its_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.title}"

    @property
    def first_due(self) -> datetime | None:
        """What drives order and reminders: the SOP's due moment or the limit from outside, whichever is earlier."""
        return min((moment for moment in (self.due, self.outer_due) if moment), default=None)

    @property
    def is_fanned_out(self) -> bool:
        """A step whose kecamatan carry the work: it is nobody's own task and alerts only from +1 on."""
        return Rung.NEAR not in self.rungs

    def is_overdue(self, now: datetime | None = None) -> bool:
        return self.state in RUNNING and self.due is not None and (now or timezone.now()) > self.due


class Pause(models.Model):
    """Time in which nothing is overdue, with its reason; the clock is moved on when it ends."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=300)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["paused_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=models.Q(resumed_at__isnull=True), name="one_open_pause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.paused_at}"


class Extension(models.Model):
    """More time, asked with a reason and granted by someone higher on the ladder."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    reason = models.CharField(max_length=300)
    until = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="extension_not_granted_to_oneself",
            ),
            models.UniqueConstraint(
                fields=["deadline"], condition=models.Q(granted__isnull=True), name="one_open_extension"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} sampai {self.until}"


class Alert(models.Model):
    """One alert, exactly once per (deadline, turn, rung); rungs passed unseen are kept as overtaken."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="alerts")
    turn = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=6, choices=Rung)
    due = models.DateTimeField()
    overtaken = models.BooleanField(default=False)
    recipients = ArrayField(models.CharField(max_length=150), default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["deadline", "turn", "rung"], name="alert_once")]

    def __str__(self) -> str:
        return f"{self.deadline_id}/{self.turn}/{self.rung}"

    @property
    def is_outer(self) -> bool:
        """It speaks of the limit from outside, which comes before the SOP's due moment."""
        return self.due == self.deadline.outer_due and self.due != self.deadline.due


class CalendarFeed(models.Model):
    """Somebody's address of the .ics feed; a higher `serial` ends the addresses before."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    serial = models.PositiveIntegerField(default=1)
    renewed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}/{self.serial}"


class Notification(models.Model):
    """A message in somebody's bell; also the outbox of its e-mail (`mail_state`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    text = models.TextField(max_length=4000)
    url = models.CharField(max_length=200, blank=True)
    tone = models.CharField(max_length=10, default="info")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mail_to_send = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    for_digest = models.BooleanField(default=False, help_text="its owner reads it in the next morning's digest")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_user"),
            models.Index(
                fields=["id"],
                name="notification_to_mail",
                condition=models.Q(mail_to_send=True, mailed_at__isnull=True),
            ),
            models.Index(fields=["user"], name="notification_for_digest", condition=models.Q(for_digest=True)),
        ]

    def __str__(self) -> str:
        return self.text


class NotificationSetting(models.Model):
    """How somebody wants to hear of one kind of message, where it is not the default (enums.ALLOWED)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_settings")
    kind = models.CharField(max_length=10, choices=Kind)
    way = models.CharField(max_length=10, choices=Way)

    class Meta:
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_way_per_kind"),
            models.CheckConstraint(
                condition=~models.Q(way=Way.OFF) | models.Q(kind__in=[Kind.NEAR, Kind.DIGEST]),
                name="lateness_cannot_be_switched_off",
            ),
            models.CheckConstraint(
                condition=~models.Q(way=Way.DIGEST) | models.Q(kind__in=[Kind.NEAR, Kind.NEWS]),
                name="lateness_rings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}: {self.way}"


class MorningDigest(models.Model):
    """The morning's e-mail of one person, once a working day; also its outbox until it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="morning_digests")
    day = models.DateField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-day", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]
        indexes = [models.Index(fields=["id"], name="digest_to_send", condition=models.Q(sent_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
