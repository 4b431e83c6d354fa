"""Sanggah of Cek Bansos, written down beside the own cases; the office sets its window (empty: no deadline)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from complaints.enums import ObjectionAbout, ObjectionState
from pkh_sembako.office.models import Desa
from programs.models import Household


class ObjectionWindowQuerySet(models.QuerySet["ObjectionWindow"]):
    def on(self, day: date) -> "ObjectionWindow | None":
        return self.filter(since__lte=day).order_by("-since").first()


class ObjectionWindow(models.Model):
    """Calendar days in which a sanggah may be filed after a result was shown, from a day until the next row's."""

    since = models.DateField("berlaku sejak", unique=True)
    days = models.PositiveSmallIntegerField("masa sanggah", null=True, blank=True, help_text="empty = no window known")
    basis = models.CharField("dasar", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ObjectionWindowQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__range=(1, 366)), name="objection_window_is_days"
            )
        ]

    def __str__(self) -> str:
        return f"sejak {self.since}"


class Objection(models.Model):
    """One sanggah: whom it is about, what it says, where it went, what came of it."""

    about = models.CharField("tentang", max_length=10, choices=ObjectionAbout)
    name = models.CharField("nama yang disanggah", max_length=120)
    desa = models.ForeignKey(Desa, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("isi sanggah", max_length=2000)
    reference = models.CharField("nomor di Cek Bansos", max_length=60, blank=True)
    shown_on = models.DateField("hasil yang disanggah tampil")
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.RECORDED)
    forwarded_on = models.DateField("diteruskan", null=True)
    forwarded_to = models.CharField("diteruskan kepada", max_length=120, blank=True)
    result = models.CharField("hasil", max_length=300, blank=True)
    result_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECORDED) ^ Q(forwarded_on__isnull=False),
                name="objection_forwarded_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=ObjectionState.DONE) | (Q(result_on__isnull=False) & ~Q(result="")),
                name="objection_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"Sanggah {self.get_about_display().lower()}: {self.name}"

    @property
    def due(self) -> date | None:
        """Last day of the window in force when the result was shown; None while the office has set none."""
        window = ObjectionWindow.objects.on(self.shown_on)
        return self.shown_on + timedelta(days=window.days) if window and window.days else None
