"""What beat asks of the cycles."""

from celery import shared_task
from django.db import transaction

from programs.enums import RevisionState
from programs.models import BaRevision
from sop import tasks_binder, tasks_notices  # noqa: F401 - their handlers are registered with ours
from sop.enums import CycleState, StepState
from sop.models import Cycle, StepRun
from sop.models.definitions import KECAMATAN_LEVEL
from sop.services import approval, flow, link_mail


@shared_task(name="sop.send_links")
def send_links() -> int:
    """Mail the personal links that wait; how many went out."""
    return link_mail.send_waiting()


@shared_task(name="sop.follow_lists")
def follow_lists() -> int:
    """Give kecamatan that a later file brought to a Round's list their share of the steps under way; how many."""
    running = StepRun.objects.filter(
        state=StepState.ACTIVE, cycle__state=CycleState.RUNNING, step__level=KECAMATAN_LEVEL
    ).select_related("step", "cycle__round")
    return sum(_follow(run) for run in running)


@shared_task(name="sop.follow_vacancies")
def follow_vacancies() -> int:
    """Let links fall out of Berita Acara under way whose post became vacant; of how many Berita Acara."""
    waiting = BaRevision.objects.filter(state=RevisionState.IN_CHAIN).select_related("ba__round")
    return sum(approval.follow_vacancies(revision) for revision in waiting)


@transaction.atomic
def _follow(run: StepRun) -> int:
    Cycle.objects.select_for_update().get(pk=run.cycle_id)
    return flow.share_out_late(StepRun.objects.select_related("step", "cycle__round").get(pk=run.pk))
