"""Sending the Berita Acara to PKH Pusat (SOP Magetan step 12): package made, receipt recorded."""

from django.urls import reverse

from programs.services import berita_acara, kirim
from sop.models import Target
from sop.steps.base import Handler


class KirimBeritaAcara(Handler):
    link = "Buka paket dan tanda terima"

    def unmet(self, target: Target) -> list[str]:
        return kirim.unmet(target.cycle.round)

    def url(self, target: Target) -> str:
        current = berita_acara.current(target.cycle.round)
        if current is None:
            return ""
        document = current.determination.document if hasattr(current, "determination") else None
        return reverse("dispatch", args=[document.pk]) if document else f"/penetapan/{current.pk}/"
