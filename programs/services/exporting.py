"""Ordering a Round's BNBA: a purpose first, then a job, then a file in the download centre."""

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads
from pkh_sembako.lib.errors import DomainError
from programs.models import Round, RoundEntry

EXPORT_JOB = "bnba.export"


def order(
    the_round: Round, *, layout: str, layout_label: str, purpose: str, by: User, by_kecamatan: bool = False
) -> Download:
    """Put the export into the background; the whole kabupaten is in it, so only whoever works for all of it may."""
    if not by.sees_kabupaten:
        raise DomainError("Ekspor BNBA hanya untuk petugas tingkat kabupaten.")
    if not RoundEntry.objects.filter(round=the_round).exists():
        raise DomainError(f"Belum ada keluarga pada daftar {the_round}.")
    return downloads.ask(
        EXPORT_JOB,
        {"round": the_round.pk, "layout": layout, "by_kecamatan": by_kecamatan},
        title=f"BNBA {the_round}, {layout_label.lower()}{', satu lembar per kecamatan' if by_kecamatan else ''}",
        purpose=purpose,
        by=by,
    )
