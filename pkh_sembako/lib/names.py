"""Names as they are searched: lower case, letters, digits and single spaces only."""

import re
import unicodedata

NOT_WORD = re.compile(r"[^a-z0-9]+")


def searchable(name: str) -> str:
    """Makes "hj siti nur aini" of "Hj. SITI  Nur'aini"; accents fall away. The SQL of the bulk import follows this."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_WORD.sub(" ", plain).strip()[:120]
