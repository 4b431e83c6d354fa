"""What beat asks of the cycles."""

from celery import shared_task
from django.db import transaction

from sop import tasks_binder  # noqa: F401 - its handler is registered with ours
from sop.enums import CycleState, StepState
from sop.models import Cycle, StepRun
from sop.models.definitions import KECAMATAN_LEVEL
from sop.services import flow


@shared_task(name="sop.follow_lists")
def follow_lists() -> int:
    """Give kecamatan that a later file brought to a Round's list their share of the steps under way; how many."""
    running = StepRun.objects.filter(
        state=StepState.ACTIVE, cycle__state=CycleState.RUNNING, step__level=KECAMATAN_LEVEL
    ).select_related("step", "cycle__round")
    return sum(_follow(run) for run in running)


@transaction.atomic
def _follow(run: StepRun) -> int:
    Cycle.objects.select_for_update().get(pk=run.cycle_id)
    return flow.share_out_late(StepRun.objects.select_related("step", "cycle__round").get(pk=run.pk))
