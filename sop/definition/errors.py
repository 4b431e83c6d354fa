"""The one refusal of the reader."""

from pkh_sembako.lib.errors import DomainError


class DefinitionError(DomainError):
    """A definition file is refused: `line` (1-based), `reason` (Indonesian) and `source` (file name or empty)."""

    def __init__(self, line: int, reason: str, source: str = "") -> None:
        self.line, self.reason, self.source = line, reason, source
        super().__init__(f"Berkas {source}, baris {line}: {reason}" if source else f"Baris {line}: {reason}")
