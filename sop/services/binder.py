"""Ordering the berkas of a cycle: a purpose first, then a job, then a file in the download centre."""

from enum import StrEnum

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads
from sop.models import Cycle

BINDER_JOB = "cycle.binder"


class Shape(StrEnum):
    """What is made: an archive of the files themselves, or one PDF to print and bind."""

    ZIP = "zip"
    PDF = "pdf"


SHAPE_LABELS = {
    Shape.ZIP: "ZIP: semua berkas asli dalam map bernomor",
    Shape.PDF: "PDF: satu jilid siap cetak dengan daftar isi",
}


def order(cycle: Cycle, *, shape: Shape, purpose: str, by: User) -> Download:
    """Put the work into the background. What goes in is decided when it is made, by what `by` may read then."""
    return downloads.ask(
        BINDER_JOB,
        {"cycle": cycle.pk, "shape": shape},
        title=f"Berkas siklus {cycle} ({shape.upper()})",
        purpose=purpose,
        by=by,
    )
