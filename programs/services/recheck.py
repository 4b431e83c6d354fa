"""Uji petik: a random sample of what one person checked is drawn once and visited again by somebody else."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.sampling import drawn, new_seed
from pkh_sembako.office.models import Kecamatan, Office
from pkh_sembako.office.queries import the_office
from programs.enums import Basis, Outcome, RecheckVerdict
from programs.models import KroscekResult, RecheckItem, RecheckResult, RecheckSample, Round, RoundEntry
from programs.queries import recheck as queries
from programs.queries.kroscek import open_rounds

OWN_RESULT = "Anda mencatat hasil kroscek keluarga ini; uji petiknya dicatat oleh orang lain."


def size_of(population: int, office: Office) -> int:
    """How many of so many families are drawn: the office's per cent rounded up, at least its least, never more."""
    share = -(-population * office.recheck_percent // 100)
    return min(population, max(share, office.recheck_least))


@transaction.atomic
def draw(the_round: Round, kecamatan: Kecamatan, *, checker: User, by: User) -> RecheckSample:
    """Draw the one sample of a checker; refused while own families of theirs wait, and a second time."""
    _refuse_when_determined(the_round)
    if by.pk == checker.pk:
        raise DomainError("Sampel dari hasil Anda sendiri ditarik oleh koordinator kabupaten.")
    waiting = RoundEntry.objects.filter(
        round=the_round, kecamatan=kecamatan, enrollment__pendamping=checker, kroscek__isnull=True
    ).count()
    if waiting:
        raise DomainError(
            f"Masih ada {thousands(waiting)} keluarga dampingan {checker} yang belum diperiksa. "
            "Sampel ditarik setelah semuanya diperiksa."
        )
    mine = KroscekResult.objects.filter(entry__round=the_round, entry__kecamatan=kecamatan, by=checker)
    population = sorted(mine.values_list("entry_id", flat=True))
    if not population:
        raise DomainError(f"{checker} belum mencatat hasil kroscek di Kec. {kecamatan}.")
    office = the_office()
    sample = RecheckSample(
        round=the_round,
        kecamatan=kecamatan,
        checker=checker,
        seed=new_seed(),
        population=len(population),
        percent=office.recheck_percent,
        least=office.recheck_least,
        size=size_of(len(population), office),
        drawn_by=by,
    )
    try:
        with transaction.atomic():
            sample.save(force_insert=True)
            families = enumerate(drawn(population, seed=sample.seed, size=sample.size), start=1)
            RecheckItem.objects.bulk_create(RecheckItem(sample=sample, entry_id=pk, order=no) for no, pk in families)
    except IntegrityError as error:
        raise DomainError(f"Sampel uji petik {checker} sudah ditarik dan tidak dapat ditarik ulang.") from error
    return sample


@transaction.atomic
def record(
    item: RecheckItem, *, verdict: str, checked_on: date, basis: Basis, by: User, outcome: str = "", note: str = ""
) -> RecheckResult:
    """What the second visit found. `outcome` is asked where it differs; a later record replaces an earlier one."""
    _refuse_when_determined(item.sample.round)
    first = KroscekResult.objects.select_related("by").get(pk=item.entry_id)
    if queries.recorded_by(item.entry, by):
        raise DomainError(OWN_RESULT)
    if not first.checked_on <= checked_on <= timezone.localdate():
        raise DomainError(
            f"Tanggal uji petik harus antara tanggal pemeriksaan pertama ({tanggal(first.checked_on)}) dan hari ini."
        )
    is_same = verdict == RecheckVerdict.SAME
    note = " ".join(note.split())
    if not is_same and not note:
        raise DomainError("Tulis apa yang berbeda.")
    try:
        with transaction.atomic():
            return RecheckResult.objects.create(
                item=item,
                verdict=RecheckVerdict(verdict),
                outcome=first.outcome if is_same else Outcome(outcome or first.outcome),
                note=note[:400],
                checked_on=checked_on,
                basis=basis,
                first_outcome=first.outcome,
                first_exit_reason=first.exit_reason,
                first_note=first.note,
                first_by=first.by,
                first_checked_on=first.checked_on,
                by=by,
            )
    except IntegrityError as error:
        raise DomainError(OWN_RESULT) from error


def _refuse_when_determined(the_round: Round) -> None:
    if not open_rounds().filter(pk=the_round.pk).exists():
        raise DomainError(f"Hasil {the_round} sudah ditetapkan; uji petiknya tidak dapat ditambah.")
