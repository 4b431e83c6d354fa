"""Where a file stands, and the row lock that lets one act at a time change it."""

from collections.abc import Callable

from pkh_sembako.lib.errors import DomainError
from programs.enums import FileState
from programs.models import BnbaFile

Say = Callable[[str, int, int], None]
OPEN = (FileState.UPLOADED, FileState.MAPPED, FileState.CHECKED, FileState.REFUSED)


def silent(stage: str, done: int = 0, total: int = 0) -> None:
    """A `say` for callers without a progress page."""


def locked(file: BnbaFile) -> BnbaFile:
    """The file as it is now, its row locked until commit."""
    return BnbaFile.objects.select_for_update(of=["self"]).select_related("round", "stored").get(pk=file.pk)


def locked_open(file: BnbaFile) -> BnbaFile:
    """The same, of a file that is not past checking."""
    file = locked(file)
    if file.state not in OPEN:
        raise DomainError(
            f"Berkas ini sudah {file.get_state_display().lower()}; unggah berkas baru untuk mengubahnya lagi."
        )
    return file


def refuse(file: BnbaFile, sentence: str) -> None:
    """Remember why nothing of the file could be staged; another sheet or mapping may still help."""
    BnbaFile.objects.filter(pk=file.pk, state__in=OPEN).update(state=FileState.REFUSED, refusal=sentence[:600])
