"""The inspektorat draws samples and says of each item that it is in order.

A sample is drawn by a seed that is kept: `drawn(range(population), seed=seed, size=size)` gives the same places of the
list again, whoever asks.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.sampling import drawn, new_seed
from programs.models import Determination
from sop.enums import CycleState
from sop.models import AuditCheck, AuditItem, AuditSample, Cycle

MOST = 500  # items of one sample: more than a team reads in a month


@transaction.atomic
def draw_families(determination: Determination, *, size: int, purpose: str, by: User) -> AuditSample:
    """Families of a determined list, of those that no earlier sample had."""
    _check_right(by)
    Determination.objects.select_for_update(of=("self",)).get(pk=determination.pk)
    samples = AuditSample.objects.filter(determination=determination)
    drawn_before = AuditItem.objects.filter(sample__in=samples).values("row")
    rows = list(determination.rows.exclude(pk__in=drawn_before).order_by("order").values_list("pk", flat=True))
    sample = _sample(samples, rows, size=size, purpose=purpose, by=by, determination=determination)
    _fill(sample, rows, "row_id")
    return sample


@transaction.atomic
def draw_steps(cycle: Cycle, *, size: int, purpose: str, by: User) -> AuditSample:
    """Steps of a cycle that was started, of those that no earlier sample had."""
    _check_right(by)
    if Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk).state == CycleState.PREPARED:
        raise DomainError("Siklus ini belum dijalankan; belum ada yang dapat diperiksa.")
    samples = AuditSample.objects.filter(cycle=cycle)
    drawn_before = AuditItem.objects.filter(sample__in=samples).values("step_run")
    runs = list(cycle.steps.exclude(pk__in=drawn_before).order_by("step__no").values_list("pk", flat=True))
    sample = _sample(samples, runs, size=size, purpose=purpose, by=by, cycle=cycle)
    _fill(sample, runs, "step_run_id")
    return sample


@transaction.atomic
def find_in_order(item: AuditItem, *, note: str = "", by: User) -> AuditCheck:
    """The item was examined and is as it should be."""
    _check_right(by)
    AuditItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if AuditCheck.objects.filter(item=item).exists():
        raise DomainError("Butir ini sudah dicatat sesuai.")
    if item.findings.exists():
        raise DomainError("Butir ini sudah mempunyai temuan, jadi tidak dapat dicatat sesuai.")
    return AuditCheck.objects.create(item=item, note=note.strip(), by=by)


def unexamined(samples: Any) -> int:
    """Items of these samples that have neither a check nor a finding."""
    items = AuditItem.objects.filter(sample__in=samples)
    return items.filter(Q(check_made__isnull=True) & Q(findings__isnull=True)).count()


def _check_right(by: User) -> None:
    if not by.may(Permission.RECORD_FINDINGS):
        raise DomainError("Sampel pemeriksaan ditarik oleh inspektorat.")


def _sample(samples: Any, population: Sequence[int], *, size: int, purpose: str, by: User, **about: Any) -> AuditSample:
    purpose = purpose.strip()
    if not purpose:
        raise DomainError("Tulis untuk pemeriksaan apa sampel ini ditarik.")
    if waiting := unexamined(samples):
        raise DomainError(f"Sampel sebelumnya masih mempunyai {waiting} butir yang belum diperiksa. Selesaikan dahulu.")
    most = min(len(population), MOST)
    if not 1 <= size <= most:
        raise DomainError(f"Ukuran sampel 1 sampai {thousands(most)}." if most else "Semua butir sudah pernah ditarik.")
    return AuditSample.objects.create(
        number=samples.count() + 1,
        seed=new_seed(),
        population=len(population),
        size=size,
        purpose=purpose[:300],
        drawn_by=by,
        **about,
    )


def _fill(sample: AuditSample, population: Sequence[int], column: str) -> None:
    places = drawn(range(sample.population), seed=sample.seed, size=sample.size)
    AuditItem.objects.bulk_create(
        AuditItem(sample=sample, order=order, **{column: population[place]}) for order, place in enumerate(places, 1)
    )
