"""Penetapan hasil kroscek (SOP Magetan step 11): done when the Kepala Dinas has determined, never let pass."""

from programs.services import berita_acara
from sop.models import Target
from sop.steps.base import Handler


class Penetapan(Handler):
    link = "Buka penetapan"

    def unmet(self, target: Target) -> list[str]:
        current = berita_acara.current(target.cycle.round)
        if current is not None and hasattr(current, "determination"):
            return []
        if current is not None and (returned := berita_acara.returned_words(current)):
            return returned
        return [f"Hasil kroscek {target.cycle.round} belum ditetapkan Kepala Dinas"]

    def url(self, target: Target) -> str:
        current = berita_acara.current(target.cycle.round)
        return f"/penetapan/{current.pk}/" if current else ""
