"""Where a file stands in the wizard: what every step shows."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from programs.enums import FileState
from programs.importing.layouts import LABELS
from programs.models import BnbaFile
from programs.queries import imports

STEPS = (
    ("Unggah", "bnba_upload"),
    ("Petakan", "bnba_map"),
    ("Periksa", "bnba_check"),
    ("Tinjau", "bnba_review"),
    ("Terapkan", "bnba_apply"),
)
REACHED = {
    FileState.UPLOADED: 2,
    FileState.REFUSED: 3,
    FileState.MAPPED: 3,
    FileState.CHECKED: 5,
    FileState.APPLIED: 5,
    FileState.TAKEN_BACK: 5,
}


def steps(file: BnbaFile) -> list[tuple[str, str | None]]:
    """The stepper: links to what can be opened. The upload is behind us; a file past checking is not mapped again."""
    first = 5 if file.state in (FileState.APPLIED, FileState.TAKEN_BACK) else 2
    reached = REACHED[FileState(file.state)]
    return [
        (label, reverse(name, args=[file.pk]) if first <= no <= reached else None)
        for no, (label, name) in enumerate(STEPS, start=1)
    ]


def file_or_404(pk: int) -> BnbaFile:
    return get_object_or_404(imports.files(), pk=pk)


def base(file: BnbaFile) -> dict[str, Any]:
    return {"file": file, "steps": steps(file), "layout": LABELS.get(file.layout, file.layout)}
