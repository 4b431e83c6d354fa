"""Berita Acara hasil kroscek (SOP Magetan step 10): drafted, and every paraf but the last link's is given."""

from programs.services import berita_acara
from sop.models import Target
from sop.steps.base import Handler


class BeritaAcara(Handler):
    link = "Buka Berita Acara"

    def unmet(self, target: Target) -> list[str]:
        the_round = target.cycle.round
        current = berita_acara.current(the_round)
        if current is not None and hasattr(current, "determination"):
            return []
        revision = current and berita_acara.open_revision(current)
        if revision is None:
            returned = berita_acara.returned_words(current) if current else []
            return [*berita_acara.unmet(the_round), *(returned or [f"Berita Acara {the_round} belum disusun"])]
        left = len(revision.chain) - berita_acara.next_link(revision)
        return [f"Berita Acara menunggu {left} paraf"] if left > 0 else []

    def url(self, target: Target) -> str:
        current = berita_acara.current(target.cycle.round)
        return f"/penetapan/{current.pk}/" if current else f"/penetapan/susun/{target.cycle.round_id}/"
