"""Which reports can be made: rounds of PKH with a cycle, and years in which anything happened."""

from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import Complaint
from programs.enums import Program
from programs.models import Round
from sop.models import Cycle


def rounds() -> QuerySet[Round]:
    """Rounds of PKH that have a cycle, the newest first."""
    return Round.objects.filter(program=Program.PKH, pk__in=Cycle.objects.values("round"))


def years() -> list[int]:
    """This year and every year with a cycle or a complaint, the newest first."""
    started = Cycle.objects.filter(started_at__isnull=False).order_by().values_list("started_at__year", flat=True)
    found = {timezone.localdate().year, *started.distinct()}
    found |= set(Complaint.objects.order_by().values_list("year", flat=True).distinct())
    return sorted(found, reverse=True)
