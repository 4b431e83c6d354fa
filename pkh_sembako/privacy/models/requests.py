"""A request of a data subject (UU 27/2022), its course, and what was handed out."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.documents.models import Download, StoredFile
from pkh_sembako.lib.access import Permission
from pkh_sembako.privacy.enums import (
    IN_PERSON,
    REQUEST_OPEN,
    REQUEST_TONES,
    Delivery,
    IdentityProof,
    RefusalGround,
    RequestChannel,
    RequestKind,
    RequestState,
)
from pkh_sembako.privacy.transitions import REQUEST_WORDS, RequestMachine
from programs.models import Household, Member

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User

LIMIT = timedelta(hours=72)  # 3 x 24 jam of the calendar, nights and holidays too (Pasal 30, 32)


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: "User") -> "DataRequestQuerySet":
        """Of everybody but oneself: who asks for the own family sees it as any citizen does, on paper."""
        if not user.may(Permission.VIEW_DATA_REQUESTS):
            return self.none()
        return self.exclude(requester_user=user)

    def open(self) -> "DataRequestQuerySet":
        return self.filter(state__in=REQUEST_OPEN)


class DataRequest(RequestMachine):
    """What one person asked of the own data. What was asked never changes, and the end is an end (triggers).

    `member` has no key in the database: a member who is taken off the family later was still the one who asked.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="running number of the year")
    kind = models.CharField("jenis", max_length=10, choices=RequestKind)
    household = models.ForeignKey(Household, models.PROTECT, related_name="data_requests")
    member = models.ForeignKey(Member, models.DO_NOTHING, db_constraint=False, related_name="+")
    subject_name = models.CharField("nama orangnya", max_length=120)
    requester_name = models.CharField("nama pemohon", max_length=120)
    requester_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="when the requester works here",
    )  # fmt: skip
    proof = models.CharField("bukti identitas", max_length=8, choices=IdentityProof)
    proof_file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    channel = models.CharField("saluran", max_length=10, choices=RequestChannel)
    wish = models.TextField("yang diminta", max_length=2000)
    received_at = models.DateTimeField("diterima", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.TextField("yang diserahkan atau diperbaiki", max_length=2000, blank=True)
    ended_at = models.DateTimeField("diselesaikan", null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    delivery = models.CharField("cara penyerahan", max_length=10, choices=Delivery, blank=True)
    delivery_proof = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    ground = models.CharField("dasar penolakan", max_length=12, choices=RefusalGround, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="data_request_number_once"),
            models.CheckConstraint(
                condition=Q(proof=IdentityProof.KTP, channel__in=[str(each) for each in IN_PERSON])
                | Q(proof_file__isnull=False),
                name="data_request_identity_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(requester_user__isnull=True)
                | (
                    ~Q(by=F("requester_user"))
                    & (Q(handler__isnull=True) | ~Q(handler=F("requester_user")))
                    & (Q(ended_by__isnull=True) | ~Q(ended_by=F("requester_user")))
                ),
                name="data_request_not_handled_by_requester",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.DELIVERED)
                | (
                    Q(ended_at__isnull=False, ended_by__isnull=False, delivery_proof__isnull=False, ground="")
                    & ~Q(delivery="")
                    & ~Q(outcome="")
                ),
                name="data_request_delivered_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ground="") & ~Q(outcome="")),
                name="data_request_refused_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="data_request_state")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("data_request", args=[self.pk])

    @property
    def code(self) -> str:
        """Like "PDP-2026-0001"."""
        return f"PDP-{self.year}-{self.number:04d}"

    @property
    def due(self) -> datetime:
        return self.received_at + LIMIT

    @property
    def in_time(self) -> bool:
        return (self.ended_at or timezone.now()) <= self.due

    @property
    def is_open(self) -> bool:
        return self.state in REQUEST_OPEN

    @property
    def tone(self) -> str:
        return REQUEST_TONES[RequestState(self.state)]

    @property
    def clock_subject(self) -> str:
        return f"data_request:{self.pk}"


class RequestEntry(models.Model):
    """One line of a request's course; never changed, never written by the requester (triggers)."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="1, 2, 3 within the request")
    move = models.CharField(max_length=12, help_text="a verb of REQUEST_MOVES, or receive, export, note")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=RequestState)
    note = models.TextField("catatan", max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="request_entry_number")]

    def __str__(self) -> str:
        return f"{self.request_id}.{self.number} {self.move}"

    @property
    def past(self) -> str:
        return REQUEST_WORDS[self.move][1]


class PersonExport(models.Model):
    """That a copy of somebody's data was made, and its fingerprint; the file itself goes after a week."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="exports")
    download = models.OneToOneField(Download, models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(help_text="section -> lines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
