"""Kroscek results, the submission that locks a kecamatan, and the Berita Acara with its acts and frozen list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pkh_sembako.documents.models import Document
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Kecamatan
from programs.enums import OUTCOME_TONES, PROPOSED_LABELS, Basis, Component, ExitReason, Outcome, RevisionState, Verdict
from programs.models.households import Member
from programs.models.rounds import Round, RoundEntry


class KroscekResult(models.Model):
    """What the check of one family on one Round's list found (SOP Magetan step 9)."""

    entry = models.OneToOneField(RoundEntry, models.PROTECT, primary_key=True, related_name="kroscek")
    outcome = models.CharField("hasil", max_length=16, choices=Outcome)
    checked_on = models.DateField("tanggal diperiksa")
    basis = models.CharField("dasar", max_length=12, choices=Basis)
    exit_reason = models.CharField("alasan usul keluar", max_length=16, choices=ExitReason, blank=True)
    note = models.CharField("keterangan", max_length=400, blank=True)
    in_bulk = models.BooleanField(default=False, help_text="set for a selection with one statement")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="usul_keluar") & ~Q(exit_reason=""))
                | (~Q(outcome="usul_keluar") & Q(exit_reason="")),
                name="exit_has_reason",
            )
        ]
        indexes = [models.Index(fields=["outcome"], name="kroscek_outcome")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.outcome}"

    @property
    def tone(self) -> str:
        return OUTCOME_TONES[Outcome(self.outcome)]


class Proposal(models.Model):
    """One changed value proposed by a kroscek "berubah"; applied when the result is determined."""

    result = models.ForeignKey(KroscekResult, models.CASCADE, related_name="proposals")
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} -> {self.new}"

    @property
    def label(self) -> str:
        """The field in words, with the member it is about."""
        return f"Komponen {self.member.name}" if self.member else PROPOSED_LABELS.get(self.field, self.field)

    @property
    def old_words(self) -> str:
        return self._words(self.old)

    @property
    def new_words(self) -> str:
        return self._words(self.new)

    def _words(self, value: object) -> str:
        """For the screen: identity numbers masked, component codes as labels."""
        if isinstance(value, list):
            return ", ".join(str(Component(code).label) for code in value) or "(tidak ada)"
        text = "" if value is None else str(value)
        return (mask(text) if self.field in ("nik", "no_kk") else text) or "(kosong)"


class KroscekSubmission(models.Model):
    """A kecamatan's kroscek handed in. While `returned_at` is empty its results are locked by a trigger."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kecamatan"], condition=Q(returned_at__isnull=True), name="one_open_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.kecamatan}"


class BeritaAcara(models.Model):
    """Berita Acara hasil kroscek of a Round; version 1, and n+1 for a correction of the determined one."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="berita_acara")
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField("alasan perbaikan", max_length=400, blank=True)

    class Meta:
        ordering = ["round", "version"]
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="ba_version_once")]

    def __str__(self) -> str:
        return f"Berita Acara {self.round} versi {self.version}"


class BaRevision(models.Model):
    """One draft of a Berita Acara; a return closes it and the next draft asks every paraf again."""

    ba = models.ForeignKey(BeritaAcara, models.PROTECT, related_name="revisions")
    revision = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RevisionState, default=RevisionState.IN_CHAIN)
    totals = models.JSONField(help_text="per kecamatan and reason, as drafted")
    differences = models.JSONField(default=dict, help_text="against the previous Round")
    set_aside = models.JSONField(
        default=list, help_text="steps of the SOP let pass or skipped before: services.berita_acara.SetAside"
    )
    recheck = models.JSONField(default=dict, help_text="uji petik as drafted: queries.recheck.RecheckTotals")
    left_out = models.JSONField(default=list, help_text="links that fell out of the chain: services.chain.LeftOut")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the results as drafted")
    chain = models.JSONField(help_text="the links' role codes at drafting, in order")
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["ba", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["ba", "revision"], name="revision_once"),
            models.UniqueConstraint(fields=["ba"], condition=Q(state="in_chain"), name="one_open_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.ba} revisi {self.revision}"


class BaAct(models.Model):
    """An act on a draft: link 0 drafts (PIHAK KESATU), 1.. give paraf, the last determines (PIHAK KEDUA).

    A link whose post became vacant meanwhile has an act by nobody, with the reason (never the last one; trigger).
    """

    ba = models.ForeignKey(BeritaAcara, models.PROTECT, related_name="acts")
    revision = models.PositiveSmallIntegerField()
    link = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ba", "revision", "person"], name="act_once_per_person"),
            models.UniqueConstraint(fields=["ba", "revision", "link"], name="act_once_per_link"),
            models.CheckConstraint(condition=~Q(verdict="return") | ~Q(reason=""), name="return_has_reason"),
            models.CheckConstraint(
                condition=Q(verdict="vacant", person__isnull=True) & ~Q(reason="")
                | (~Q(verdict="vacant") & Q(person__isnull=False)),
                name="only_vacant_is_by_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ba} r{self.revision} l{self.link} {self.verdict}"


class Determination(models.Model):
    """The determined result of a Round's kroscek: immutable, with the hash of its list."""

    ba = models.OneToOneField(BeritaAcara, models.PROTECT, related_name="determination")
    revision = models.PositiveSmallIntegerField()
    determined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    determined_at = models.DateTimeField()
    list_hash = models.CharField(max_length=64)
    families = models.PositiveIntegerField()
    payable = models.PositiveIntegerField()
    totals = models.JSONField()

    class Meta:
        ordering = ["-determined_at"]

    def __str__(self) -> str:
        return f"Penetapan {self.ba}"

    @property
    def document(self) -> Document | None:
        return Document.objects.filter(subject=f"determination:{self.pk}").first()


class DeterminedRow(models.Model):
    """A frozen copy of every value of one family as determined; UPDATE and DELETE are refused by the database."""

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="rows")
    entry = models.ForeignKey(RoundEntry, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(help_text="place in the canonical list: desa, NKK, NIK")
    layak_bayar = models.BooleanField()
    outcome = models.CharField(max_length=16, choices=Outcome)
    values = models.JSONField(help_text="fixed keys, see services.penetapan.CANONICAL_KEYS")

    class Meta:
        ordering = ["determination", "order"]
        constraints = [
            models.UniqueConstraint(fields=["determination", "entry"], name="determined_once"),
            models.UniqueConstraint(fields=["determination", "order"], name="determined_order"),
        ]

    def __str__(self) -> str:
        return f"{self.determination_id}/{self.order}"
