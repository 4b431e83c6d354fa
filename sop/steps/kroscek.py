"""Kroscek (SOP Magetan step 9): the kecamatan's state is its assignment; handing it in locks its results."""

from django.urls import reverse

from pkh_sembako.accounts.models import User
from programs.queries import sheets
from programs.queries.kroscek import totals
from programs.services import kroscek
from sop.models import StepRun, Target
from sop.steps.base import Handler


class Kroscek(Handler):
    link = "Buka daftar kroscek"

    def unmet(self, target: Target) -> list[str]:
        return kroscek.unmet(target.cycle.round, target.kecamatan)

    def progress(self, target: Target) -> tuple[int, int] | None:
        return kroscek.progress(target.cycle.round, target.kecamatan)

    def progress_by_kecamatan(self, run: StepRun) -> dict[str, tuple[int, int]]:
        return {part.code: (part.checked, part.families) for part in totals(run.cycle.round)}

    def url(self, target: Target) -> str:
        place = f"&kecamatan={target.kecamatan.pk}" if target.kecamatan else ""
        return f"/kroscek/?tahap={target.cycle.round_id}{place}"

    def papers(self, target: Target) -> tuple[str, str] | None:
        """Signed scans of the kroscek sheets: how many desa have one."""
        the_round = target.cycle.round_id
        counts = sheets.paper_counts(target.cycle.round)
        if target.kecamatan:
            count = counts.get(target.kecamatan.pk, sheets.PaperCount())
            address = reverse("kroscek_papers", args=[the_round, target.kecamatan.pk])
        else:
            count = sum(counts.values(), sheets.PaperCount())
            address = reverse("kroscek_paper_places", args=[the_round])
        return (f"{count.scanned} dari {count.desa} desa mempunyai pindaian lembar", address) if count.desa else None

    def on_submit(self, target: Target, *, by: User) -> None:
        kroscek.lock(target.cycle.round, target.kecamatan, by=by)

    def on_return(self, target: Target, *, by: User, reason: str) -> None:
        kroscek.unlock(target.cycle.round, target.kecamatan, by=by, reason=reason)
