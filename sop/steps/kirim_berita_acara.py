"""Sending the Berita Acara to PKH Pusat (SOP Magetan step 12): package made, receipt recorded with the step."""

from programs.services import berita_acara
from sop.models import Target
from sop.steps.base import Handler, missing_evidence


class KirimBeritaAcara(Handler):
    link = "Buka Berita Acara"

    def unmet(self, target: Target) -> list[str]:
        current = berita_acara.current(target.cycle.round)
        if current is None or not hasattr(current, "determination"):
            return [f"Hasil kroscek {target.cycle.round} belum ditetapkan Kepala Dinas"]
        document = current.determination.document
        if document is None or document.pdf_id is None:
            return ["Berita Acara masih dibuat; tunggu sampai PDF dan berkas XLSX tersedia"]
        if missing_evidence(target):
            return ["Tanda terima dari PKH Pusat belum dicatat: unggah berkas atau tulis catatan tanda terima"]
        return []

    def url(self, target: Target) -> str:
        current = berita_acara.current(target.cycle.round)
        return f"/penetapan/{current.pk}/" if current else ""
