"""Cards (Kartu Keluarga Sejahtera), what happened to each, and the totals that always add up.

A card's state moves only together with an event that says who, when and why (triggers of migration 0018). The tally is
written by a trigger too, and its constraint is the control total of the distribution.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.fsm import FSMModelMixin
from pkh_sembako.office.models import Desa
from programs.enums import KKS_HANDED_OVER, KKS_LIVE, KKS_TO_DO, KKS_TONES, KksFailure, KksProof, KksReceiver, KksState
from programs.models.households import Household
from programs.models.kks_schedule import KksSlot
from programs.models.rounds import BnbaFile, Round
from programs.transitions import KKS_MOVES as MOVES

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


class KksQuerySet(models.QuerySet["Kks"]):
    def visible_to(self, user: "User") -> "KksQuerySet":
        """The bank made the cards and sees them all; others see those of their desa, kecamatan and families."""
        if user.sees_kabupaten or user.has_role("bank"):
            return self.all()
        scope = Q(desa__in=user.desa_codes) | Q(desa__kecamatan__in=user.kecamatan_codes)
        if user.accompanies:
            scope |= Q(household__enrollments__pendamping__in=user.accompanies)
        return self.filter(Q(pk__in=Kks.objects.filter(scope).order_by().values("pk")))

    def without_outcome(self) -> "KksQuerySet":
        """Cards that the office still has to hand over or to send back."""
        return self.filter(state__in=KKS_TO_DO)

    def live(self) -> "KksQuerySet":
        return self.filter(state__in=KKS_LIVE)


class Kks(FSMModelMixin, models.Model):
    """One card of one family; it may serve PKH, Sembako or both."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="cards")
    number = models.CharField("nomor KKS", max_length=16)
    account = models.CharField("nomor rekening", max_length=30, blank=True)
    bank = models.CharField("bank penyalur", max_length=40, blank=True)
    branch = models.CharField("cabang", max_length=80, blank=True)
    serves_pkh = models.BooleanField("untuk PKH", default=False)
    serves_sembako = models.BooleanField("untuk Sembako", default=False)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="cards", db_index=False, help_text="whose distribution brings it"
    )
    desa = models.ForeignKey(Desa, models.PROTECT, related_name="+", db_index=False, help_text="where it is handed out")
    tahap = models.CharField("tahap salur", max_length=60, blank=True, help_text="as the list wrote it")
    nominal = models.BigIntegerField("nominal cair", null=True, help_text="rupiah")
    imported = models.JSONField(default=dict, help_text="values last imported, by field")
    file = models.ForeignKey(BnbaFile, models.PROTECT, null=True, related_name="cards")
    state = FSMField("keadaan", choices=KksState, default=KksState.RECEIVED, protected=True)
    slot = models.ForeignKey(KksSlot, models.PROTECT, null=True, related_name="bookings")
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")
    received_at = models.DateTimeField("diterima dari bank", default=timezone.now)

    objects = KksQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["state", "slot"])  # those are told by the events

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="kks_number_once", violation_error_message="Nomor KKS ini sudah tercatat."
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^\d{16}$"), name="kks_number_16"),
            models.UniqueConstraint(
                fields=["household"], condition=Q(state__in=KKS_LIVE), name="kks_one_live_per_family"
            ),
            models.CheckConstraint(condition=Q(serves_pkh=True) | Q(serves_sembako=True), name="kks_serves_something"),
            models.CheckConstraint(condition=Q(nominal__isnull=True) | Q(nominal__gte=0), name="kks_nominal"),
            models.CheckConstraint(
                condition=~Q(state__in=[KksState.SCHEDULED, KksState.INVITED, KksState.RESCHEDULED])
                | Q(slot__isnull=False),
                name="kks_scheduled_has_a_slot",
            ),
            models.CheckConstraint(
                condition=Q(state=KksState.REPLACED, replaced_by__isnull=False)
                | (~Q(state=KksState.REPLACED) & Q(replaced_by__isnull=True)),
                name="kks_replaced_by_one",
            ),
        ]
        indexes = [models.Index(fields=["round", "desa", "state", "id"], name="kks_round_desa_state")]

    def __str__(self) -> str:
        return f"KKS {self.household}"

    def get_absolute_url(self) -> str:
        return reverse("kks", args=[self.pk])

    @property
    def tone(self) -> str:
        return KKS_TONES[KksState(self.state)]

    @property
    def has_outcome(self) -> bool:
        return self.state not in KKS_TO_DO

    @property
    def purpose(self) -> str:
        """JENIS BANSOS, as the lists write it."""
        return " + ".join(
            word for word, serves in (("PKH", self.serves_pkh), ("Sembako", self.serves_sembako)) if serves
        )

    @property
    def holder(self) -> str:
        """Who has the card in hand now, in words."""
        if self.state in KKS_HANDED_OVER:
            return "Keluarga penerima manfaat"
        return {
            KksState.RETURNED: "Bank penyalur",
            KksState.LOST: "Tidak diketahui (hilang)",
            KksState.REPLACED: "Tidak berlaku lagi",
        }.get(KksState(self.state), "Dinas Sosial dan petugas distribusi")

    @transition(field=state, source=MOVES["schedule"].sources, target=MOVES["schedule"].target)
    def schedule(self) -> None:
        """It has a place and a time."""

    @transition(field=state, source=MOVES["reschedule"].sources, target=MOVES["reschedule"].target)
    def reschedule(self) -> None:
        """It gets another time."""

    @transition(field=state, source=MOVES["unschedule"].sources, target=MOVES["unschedule"].target)
    def unschedule(self) -> None:
        """Its time was taken back."""

    @transition(field=state, source=MOVES["invite"].sources, target=MOVES["invite"].target)
    def invite(self) -> None:
        """The family was told when and where."""

    @transition(field=state, source=MOVES["hand_over"].sources, target=MOVES["hand_over"].target)
    def hand_over(self) -> None:
        """In the family's hands."""

    @transition(field=state, source=MOVES["fail"].sources, target=MOVES["fail"].target)
    def fail(self) -> None:
        """Could not be handed over."""

    @transition(field=state, source=MOVES["withdraw"].sources, target=MOVES["withdraw"].target)
    def withdraw(self) -> None:
        """The handing over was written down by mistake."""

    @transition(field=state, source=MOVES["send_back"].sources, target=MOVES["send_back"].target)
    def send_back(self) -> None:
        """Back at the bank."""

    @transition(field=state, source=MOVES["lose"].sources, target=MOVES["lose"].target)
    def lose(self) -> None:
        """Nobody has it."""

    @transition(field=state, source=MOVES["damage"].sources, target=MOVES["damage"].target)
    def damage(self) -> None:
        """Unusable; to be replaced or sent back."""

    @transition(field=state, source=MOVES["not_activate"].sources, target=MOVES["not_activate"].target)
    def not_activate(self) -> None:
        """Held by the family but not working yet."""

    @transition(field=state, source=MOVES["block"].sources, target=MOVES["block"].target)
    def block(self) -> None:
        """Held by the family and blocked (PIN, account)."""

    @transition(field=state, source=MOVES["activate"].sources, target=MOVES["activate"].target)
    def activate(self) -> None:
        """Works (again)."""

    @transition(field=state, source=MOVES["replace"].sources, target=MOVES["replace"].target)
    def replace(self) -> None:
        """Another card stands for it."""


class KksEvent(models.Model):
    """One step in the life of a card; never changed, never deleted. The newest one says the card's state."""

    card = models.ForeignKey(Kks, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="1 = received; the next writer must know the last one")
    move = models.CharField(max_length=12, help_text="receive, or a key of transitions.KKS_MOVES")
    from_state = models.CharField(max_length=14, choices=KksState, blank=True)
    to_state = models.CharField(max_length=14, choices=KksState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    slot = models.ForeignKey(KksSlot, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("alasan", max_length=20, choices=KksFailure, blank=True)
    note = models.CharField("catatan", max_length=300, blank=True)
    receiver = models.CharField("penerima", max_length=8, choices=KksReceiver, blank=True)
    receiver_name = models.CharField("nama penerima", max_length=120, blank=True)
    home_visit = models.BooleanField("diantar ke rumah", default=False)
    proof = models.CharField("bukti", max_length=14, choices=KksProof, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", help_text="surat kuasa")
    key = models.UUIDField(null=True, help_text="of the form that was sent, so that sending twice is once")

    class Meta:
        ordering = ["card", "number"]
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="kks_event_number"),
            models.UniqueConstraint(fields=["card", "key"], condition=Q(key__isnull=False), name="kks_event_sent_once"),
            models.CheckConstraint(
                condition=~Q(move="hand_over") | (~Q(receiver="") & ~Q(proof="") & Q(evidence__isnull=False)),
                name="kks_handed_over_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(receiver="kuasa") | Q(mandate__isnull=False), name="kks_mandate_is_kept"
            ),
            models.CheckConstraint(
                condition=~Q(move="fail") | (~Q(reason="") & Q(evidence__isnull=False)),
                name="kks_failure_with_reason_and_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id}.{self.number} {self.move}"

    @property
    def words(self) -> str:
        return MOVES[self.move].words if self.move in MOVES else "Diterima dari bank"

    @property
    def proof_words(self) -> str:
        """What kind of file shows it; a photo shows a handing over only where there was one."""
        if not self.evidence_id:
            return ""
        if self.proof == KksProof.PHOTO and self.move == "fail":
            return "Foto bukti"
        return self.get_proof_display() or "Surat atau foto"


class KksTally(models.Model):
    """How many cards of a round stand where, by desa; written by a trigger as cards move."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    desa = models.ForeignKey(Desa, models.CASCADE, related_name="+", db_index=False)
    received = models.IntegerField(default=0)
    handed_over = models.IntegerField(default=0)
    to_do = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    lost = models.IntegerField(default=0)
    replaced = models.IntegerField(default=0)

    class Meta:
        ordering = ["desa"]
        constraints = [
            models.UniqueConstraint(fields=["round", "desa"], name="kks_tally_once"),
            models.CheckConstraint(
                condition=Q(received=F("handed_over") + F("to_do") + F("returned") + F("lost") + F("replaced")),
                name="kks_totals_add_up",
            ),
            models.CheckConstraint(
                condition=Q(handed_over__gte=0, to_do__gte=0, returned__gte=0, lost__gte=0, replaced__gte=0),
                name="kks_totals_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.desa_id}: {self.handed_over}/{self.received}"
