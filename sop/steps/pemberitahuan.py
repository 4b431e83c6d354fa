"""The surat pemberitahuan to every kecamatan (SOP Sembako 4), and each kecamatan telling its desa (step 5)."""

from django.urls import reverse

from sop import notices
from sop.models import StepRun, Target
from sop.steps.base import Handler


class KirimSurat(Handler):
    link = "Buka surat pemberitahuan"

    def unmet(self, target: Target) -> list[str]:
        done, total = self.progress(target)
        if not total:
            return [f"Belum ada keluarga pada daftar {target.cycle.round}"]
        if done == total:
            return []
        return [f"{total - done} dari {total} kecamatan belum mempunyai surat pemberitahuan yang terbit"]

    def progress(self, target: Target) -> tuple[int, int]:
        rows = notices.rows(target.cycle)
        return sum(row.is_issued for row in rows), len(rows)

    def url(self, target: Target) -> str:
        return reverse("cycle_notices", args=[target.cycle.pk])


class KoordinasiDesa(Handler):
    link = "Catat desa yang sudah diberi tahu"
    unit = "desa"

    def unmet(self, target: Target) -> list[str]:
        shares = [target.kecamatan] if target.kecamatan else [row.kecamatan for row in notices.rows(target.cycle)]
        missing = ((share, notices.untold(target.cycle, share.pk)) for share in shares)
        return [f"{len(desa)} desa di Kecamatan {share} belum tercatat diberi tahu" for share, desa in missing if desa]

    def progress(self, target: Target) -> tuple[int, int] | None:
        if not target.kecamatan:
            return None
        total = len(notices.desa_of(target.cycle, target.kecamatan.pk))
        return total - len(notices.untold(target.cycle, target.kecamatan.pk)), total

    def progress_by_kecamatan(self, run: StepRun) -> dict[str, tuple[int, int]]:
        return {row.kecamatan.pk: (row.informed, row.desa) for row in notices.rows(run.cycle)}

    def url(self, target: Target) -> str:
        if target.kecamatan:
            return reverse("cycle_informed", args=[target.cycle.pk, target.kecamatan.pk])
        return reverse("cycle_notices", args=[target.cycle.pk])
