"""Receiving the jadwal: the Dinas (SOP Sembako 7), then each kecamatan, which tells its desa (step 8)."""

from programs.enums import KksScheduleState
from programs.queries import kks_schedule as queries
from sop.models import StepRun, Target
from sop.steps.base import Handler
from sop.steps.jadwal_kks import current


class TerimaJadwal(Handler):
    link = "Buka jadwal kartu"
    unit = "konfirmasi"

    def unmet(self, target: Target) -> list[str]:
        schedule = current(target)
        if schedule is None or schedule.state != KksScheduleState.RECEIVED:
            return [f"Jadwal pendistribusian KKS {target.cycle.round} belum diterima Dinas Sosial"]
        if not target.step.fans_out:
            return []
        missing = queries.unconfirmed(schedule, target.kecamatan)
        return [f"Kecamatan {name} belum menyatakan menerima jadwal" for name in missing]

    def progress_by_kecamatan(self, run: StepRun) -> dict[str, tuple[int, int]]:
        schedule = current(run)
        if schedule is None or not run.step.fans_out:
            return {}
        return {code: (int(there), 1) for code, there in queries.confirmed_by_kecamatan(schedule).items()}

    def url(self, target: Target) -> str:
        schedule = current(target)
        place = f"?kecamatan={target.kecamatan.pk}" if target.kecamatan else ""
        return f"{schedule.get_absolute_url()}{place}" if schedule else f"/kks/?tahap={target.cycle.round_id}"
