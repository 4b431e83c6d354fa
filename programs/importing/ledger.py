"""What the columns of a batch find while they are read, and what earlier rows of the file held."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One finding in a batch: place of its row there (from 0), field it concerns, code and sentence."""

    at: int
    field: str
    code: str
    message: str


class Ledger:
    """What the columns of one batch found; `extra` takes texts that have no other place, by row index and field."""

    def __init__(self) -> None:
        self.refusals: list[Problem] = []
        self.warnings: list[Problem] = []
        self.extra: dict[int, dict[str, str]] = {}

    def refuse(self, index: int, field: str, code: str, message: str) -> None:
        self.refusals.append(Problem(index, field, code, message))

    def warn(self, index: int, field: str, code: str, message: str) -> None:
        self.warnings.append(Problem(index, field, code, message))

    def keep(self, index: int, field: str, text: str) -> None:
        self.extra.setdefault(index, {})[field] = text


class Seen(dict[str, tuple[str, int]]):
    """NIK (or No. KK) of earlier rows of the file -> (sheet, row); shared by its sheets."""
