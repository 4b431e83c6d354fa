"""A complaint of a citizen, its course, its files, and who is accused in it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from complaints.enums import (
    AT_WORK,
    RESTRICTED_SUBJECTS,
    STATE_TONES,
    ComplaintKind,
    ComplaintState,
    Disclosure,
    Gravity,
    Handler,
    Intake,
    Subject,
)
from complaints.transitions import WORDS, ComplaintMachine
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.models import Desa, Kecamatan
from programs.models import Household, Kks, RoundEntry
from sop.models import StepRun

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: "User") -> "ComplaintQuerySet":
        """Nobody sees a complaint in which they are accused. Inspektorat sees every other one; the desk and who leads
        the office all that are not restricted; a unit those forwarded to it, in its own kecamatan."""
        if not user.may(Permission.VIEW_COMPLAINTS):
            return self.none()
        rows = self.exclude(accusations__user=user)
        if user.may(Permission.VIEW_RESTRICTED_COMPLAINTS):
            return rows
        rows = rows.filter(restricted=False)
        if user.may(Permission.HANDLE_COMPLAINTS) or user.may(Permission.VIEW_ALL_COMPLAINTS):
            return rows
        return rows.filter(_forwarded_to(user))

    def at_work(self) -> "ComplaintQuerySet":
        return self.filter(state__in=AT_WORK)


def _forwarded_to(user: "User") -> Q:
    """Complaints in the hands of one of the user's roles, where that role works."""
    wanted = Q(pk__in=())
    for posting in user.postings_now:
        kecamatan = posting.kecamatan_id or (posting.desa.kecamatan_id if posting.desa else None)
        here = Q(kecamatan__isnull=True) | Q(kecamatan=kecamatan) if kecamatan else Q()
        desa = Q(desa__isnull=True) | Q(desa=posting.desa_id) if posting.desa_id else Q()
        wanted |= Q(handler=posting.role) & here & desa
    return wanted


class Complaint(ComplaintMachine):
    """A report of a citizen; what the citizen wrote never changes (trigger).

    `secret` is the keyed hash of the code that the citizen got with the number; the code itself is nowhere.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="running number of the year")
    secret = models.CharField(max_length=64)
    kind = models.CharField("jenis", max_length=12, choices=ComplaintKind, default=ComplaintKind.COMPLAINT)
    subject = models.CharField("perihal", max_length=24, choices=Subject)
    gravity = models.CharField("tingkat", max_length=14, choices=Gravity, blank=True, help_text="set when verified")
    intake = models.CharField("saluran", max_length=10, choices=Intake)
    tracking_id = models.CharField("ID SP4N-LAPOR!", max_length=40, blank=True)
    disclosure = models.CharField("identitas", max_length=10, choices=Disclosure)
    restricted = models.BooleanField(default=False, help_text="for the inspektorat alone")
    story = models.TextField("uraian", max_length=5000)
    happened_on = models.DateField("tanggal kejadian", null=True, blank=True)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, null=True, blank=True, related_name="+")
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField("tempat", max_length=200, blank=True)
    reporter_name = models.CharField("nama pelapor", max_length=120, blank=True)
    reporter_phone = models.CharField("nomor HP pelapor", max_length=30, blank=True)
    reporter_email = models.EmailField("pos-el pelapor", max_length=120, blank=True)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="complaints")
    card = models.ForeignKey(Kks, models.PROTECT, null=True, blank=True, related_name="complaints")
    entry = models.ForeignKey(
        RoundEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        help_text="the kroscek of the family on this Round's list",
    )
    step_run = models.ForeignKey(StepRun, models.PROTECT, null=True, blank=True, related_name="complaints")
    handler = models.CharField("ditangani", max_length=12, choices=Handler, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    received_at = models.DateTimeField("diterima", default=timezone.now)
    answered_at = models.DateTimeField(null=True, help_text="of the answer in force; silence is counted from it")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="empty = the citizen's own"
    )

    objects = ComplaintQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["state", "secret"])  # the state is told by the events

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="complaint_number_once"),
            models.UniqueConstraint(
                fields=["tracking_id"], condition=~Q(tracking_id=""), name="complaint_tracking_id_once"
            ),
            models.CheckConstraint(
                condition=~Q(disclosure=Disclosure.ANONYMOUS)
                | Q(reporter_name="", reporter_phone="", reporter_email=""),
                name="complaint_anonymous_is_nameless",
            ),
            models.CheckConstraint(
                condition=Q(state=ComplaintState.MERGED) ^ Q(merged_into__isnull=True), name="complaint_merged_into_one"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="complaint_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(state__in=[ComplaintState.RECEIVED, ComplaintState.REJECTED, ComplaintState.MERGED])
                | ~Q(gravity=""),
                name="complaint_verified_has_gravity",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ComplaintState.ANSWERED, ComplaintState.CLOSED]) | Q(answered_at__isnull=False),
                name="complaint_answered_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(subject__in=[str(each) for each in RESTRICTED_SUBJECTS]) | Q(restricted=True),
                name="complaint_extortion_is_restricted",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="complaint_state"),
            models.Index(fields=["household"], name="complaint_household"),
            models.Index(fields=["answered_at"], name="complaint_silence", condition=Q(state="answered")),
        ]

    def __str__(self) -> str:
        return self.ticket

    def get_absolute_url(self) -> str:
        return reverse("complaint", args=[self.pk])

    @property
    def ticket(self) -> str:
        """Like "ADU-2026-000418"."""
        return f"ADU-{self.year}-{self.number:06d}"

    @property
    def tone(self) -> str:
        return STATE_TONES[ComplaintState(self.state)]

    def deadline_subject(self, clock: str) -> str:
        """Owner of one of its deadlines: `clock` is "verify", "follow_up" or "limit"."""
        return f"complaint:{self.pk}:{clock}"


class ComplaintEvent(models.Model):
    """One line of a complaint's course; never changed (trigger), and none is written by who is accused (trigger).

    `public_note` is what the citizen reads when tracking; `note` stays inside.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(help_text="1, 2, 3 within the complaint")
    move = models.CharField(max_length=12, help_text="a verb of COMPLAINT_MOVES, or receive, note, link")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=ComplaintState)
    note = models.TextField("catatan", max_length=2000, blank=True)
    public_note = models.TextField("keterangan untuk pelapor", max_length=2000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="empty = the citizen"
    )
    key = models.UUIDField(null=True, help_text="of the form sent: sending it twice is once")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaint_event_number"),
            models.UniqueConstraint(fields=["complaint", "key"], name="complaint_event_key"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.number} {self.move}"

    @property
    def past(self) -> str:
        """What was done, in words."""
        return WORDS[self.move][1] if self.move in WORDS else "Dicatat"


class ComplaintFile(models.Model):
    """A file that came with a complaint or was added to it; pictures were re-encoded before they were kept."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="files")
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    from_citizen = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.stored}"


class Accusation(models.Model):
    """Somebody with an account whom a complaint is about: sees nothing of it and does nothing in it (trigger)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="accusations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "user"], name="accused_once"),
            models.CheckConstraint(condition=~Q(user=F("by")), name="accused_by_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.user_id}"
