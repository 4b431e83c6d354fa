"""Kroscek: what the check of each family found (SOP Magetan step 9, Lamandau step 7).

The kecamatan's state is its assignment in `sop`; here a kecamatan is only locked and unlocked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Kecamatan
from programs.enums import Basis, ExitReason, Outcome
from programs.models import KroscekResult, KroscekSubmission, Proposal, Round, RoundEntry
from programs.queries import kroscek as queries
from programs.services import planner
from programs.services import proposals as proposal_rules


@dataclass(frozen=True)
class Finding:
    """What one check found. `changes` maps a field of `proposals.FIELDS` to its new value (outcome berubah only)."""

    outcome: Outcome
    basis: Basis
    checked_on: date
    exit_reason: ExitReason | None = None
    note: str = ""
    changes: Mapping[str, Any] | None = None


class CheckedMeanwhile(DomainError):
    """Somebody else recorded `result` since the form was opened; nothing was written."""

    def __init__(self, result: KroscekResult):
        super().__init__("Keluarga ini baru saja diperiksa orang lain. Bandingkan kedua hasil sebelum menyimpan lagi.")
        self.result = result


def stamp(result: KroscekResult | None) -> str:
    """What a form keeps to tell whether the result it was opened on is still the one that stands."""
    return result.at.isoformat() if result else ""


@transaction.atomic
def record(entry: RoundEntry, finding: Finding, *, by: User, seen: str | None = None) -> KroscekResult:
    """Write the result of one family; an earlier result is replaced and stays in its history.

    `seen` is the `stamp` of the result that the person was shown: CheckedMeanwhile when another one stands now.
    """
    _check(finding)
    RoundEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)  # two checkers of one family take turns
    _refuse_when_locked(entry)
    present = KroscekResult.objects.filter(pk=entry.pk).select_related("by").first()
    if present is not None and seen is not None and stamp(present) != seen:
        raise CheckedMeanwhile(present)
    result = present or KroscekResult(entry=entry)
    result.outcome, result.basis, result.checked_on = finding.outcome, finding.basis, finding.checked_on
    result.exit_reason = finding.exit_reason or ""
    result.note, result.in_bulk, result.by, result.at = finding.note, False, by, timezone.now()
    authored(result, by=by)
    try:
        with transaction.atomic():
            _write(result, entry, finding)
    except IntegrityError as error:
        raise DomainError(
            "Keluarga ini baru saja diperiksa orang lain atau kecamatannya sudah dikirim. Muat ulang halaman."
        ) from error
    return result


def _write(result: KroscekResult, entry: RoundEntry, finding: Finding) -> None:
    result.save()
    result.proposals.all().delete()
    if finding.outcome == Outcome.CHANGED:
        Proposal.objects.bulk_create(proposal_rules.build(result, entry.enrollment, finding.changes or {}))


@transaction.atomic
def record_matching(
    entries: Iterable[RoundEntry], *, basis: Basis, checked_on: date, statement: str, by: User
) -> tuple[int, int]:
    """Set "sesuai" for a selection with one basis and one statement; families that have a result keep it.

    Returns (families set, families left as they were). A fixed number of queries.
    """
    if not statement.strip():
        raise DomainError("Tulis pernyataan tentang cara keluarga-keluarga ini diperiksa.")
    _check(Finding(Outcome.MATCHES, basis, checked_on))
    wanted = list(entries)
    done = set(KroscekResult.objects.filter(entry__in=wanted).values_list("entry_id", flat=True))
    now = timezone.now()
    results = [
        KroscekResult(
            entry_id=entry.pk,
            outcome=Outcome.MATCHES,
            basis=basis,
            checked_on=checked_on,
            note=statement.strip(),
            in_bulk=True,
            by=by,
            at=now,
        )
        for entry in wanted
        if entry.pk not in done
    ]
    try:
        with transaction.atomic():
            bulk_create_with_history(results, KroscekResult, default_user=by, batch_size=2000)
    except IntegrityError as error:
        raise DomainError(
            "Sebagian keluarga terpilih baru saja diperiksa orang lain atau kecamatannya sudah dikirim. "
            "Muat ulang halaman, lalu pilih lagi."
        ) from error
    planner.refresh(KroscekResult, written=len(results))
    return len(results), len(done)


def _check(finding: Finding) -> None:
    if finding.checked_on > timezone.localdate():
        raise DomainError("Tanggal diperiksa tidak boleh sesudah hari ini.")
    if finding.outcome == Outcome.PROPOSED_EXIT and not finding.exit_reason:
        raise DomainError("Pilih alasan usul keluar.")
    if finding.outcome != Outcome.PROPOSED_EXIT and finding.exit_reason:
        raise DomainError("Alasan usul keluar hanya untuk hasil usul keluar.")
    if finding.outcome == Outcome.CHANGED and not finding.changes:
        raise DomainError("Hasil berubah memerlukan paling sedikit satu nilai baru.")


def _refuse_when_locked(entry: RoundEntry) -> None:
    if KroscekSubmission.objects.filter(round_id=entry.round_id, kecamatan_id=entry.kecamatan_id, returned_at=None):
        raise DomainError(f"Kroscek Kec. {entry.kecamatan} sudah dikirim dan terkunci. Minta korkab mengembalikannya.")


def progress(the_round: Round, kecamatan: Kecamatan | None = None) -> tuple[int, int]:
    """(families with a result, families on the list)."""
    whole = queries.grand_total(queries.totals(the_round, kecamatan.pk if kecamatan else None))
    return whole.checked, whole.families


def unmet(the_round: Round, kecamatan: Kecamatan | None = None) -> list[str]:
    """What still stops the kroscek, in words, from real data; empty when every family has a result."""
    parts = queries.totals(the_round, kecamatan.pk if kecamatan else None)
    if not parts:
        where = f" di Kec. {kecamatan}" if kecamatan else ""
        return [f"Kroscek: belum ada keluarga pada daftar {the_round}{where}."]
    return [
        f"Kroscek: {thousands(part.unchecked)} dari {thousands(part.families)} keluarga belum diperiksa "
        f"di Kec. {part.name}"
        for part in parts
        if part.unchecked
    ]


@transaction.atomic
def lock(the_round: Round, kecamatan: Kecamatan, *, by: User) -> KroscekSubmission:
    """Hand in a kecamatan; from here its results are closed. Refused while a family has no result."""
    if missing := unmet(the_round, kecamatan):
        raise DomainError(missing[0] + ".")
    try:
        with transaction.atomic():
            return KroscekSubmission.objects.create(round=the_round, kecamatan=kecamatan, submitted_by=by)
    except IntegrityError as error:
        raise DomainError(f"Kroscek Kec. {kecamatan} sudah dikirim.") from error


@transaction.atomic
def unlock(the_round: Round, kecamatan: Kecamatan, *, by: User, reason: str) -> None:
    """Give a kecamatan back with a reason; refused while a Berita Acara of the Round waits for paraf."""
    if not reason.strip():
        raise DomainError("Tulis alasan pengembalian.")
    if the_round.berita_acara.filter(revisions__state="in_chain").exists():
        raise DomainError("Berita Acara sedang menunggu paraf. Kembalikan Berita Acara lebih dahulu.")
    latest = the_round.berita_acara.order_by("-version").first()
    if latest is not None and hasattr(latest, "determination"):
        raise DomainError("Hasil tahap ini sudah ditetapkan. Mulailah dengan Berita Acara perbaikan.")
    submission = KroscekSubmission.objects.select_for_update().filter(
        round=the_round, kecamatan=kecamatan, returned_at=None
    )
    if not submission.update(returned_by=by, returned_at=timezone.now(), return_reason=reason.strip()):
        raise DomainError(f"Kroscek Kec. {kecamatan} belum dikirim.")
