"""The bank's jadwal pendistribusian (SOP Sembako 6): a schedule of the round was made without conflicts."""

from programs.enums import KksScheduleState
from programs.models import KksSchedule
from programs.queries import kks_schedule as queries
from sop.models import Target
from sop.steps.base import Handler


def current(target: Target) -> KksSchedule | None:
    """The schedule of the round in force."""
    return target.cycle.round.kks_schedules.in_force().select_related("round").first()


class JadwalKks(Handler):
    link = "Buka jadwal kartu"

    def unmet(self, target: Target) -> list[str]:
        schedule = current(target)
        if schedule is None:
            return [f"Jadwal pendistribusian KKS {target.cycle.round} belum disusun"]
        if schedule.state == KksScheduleState.DRAFT:
            return [f"{schedule} masih konsep", *queries.check(schedule).obstacles]
        return []

    def url(self, target: Target) -> str:
        schedule = current(target)
        return schedule.get_absolute_url() if schedule else f"/kks/?tahap={target.cycle.round_id}"
