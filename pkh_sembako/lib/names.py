"""Names as they are searched: lower case, letters, digits and single spaces only."""

import re
import unicodedata

NOT_WORD = re.compile(r"[^a-z0-9]+")


def searchable(name: str) -> str:
    """"Hj. SITI  Nur'aini" -> "hj siti nur aini"; accents fall away. Also the SQL of the bulk import follows this."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_WORD.sub(" ", plain).strip()[:120]
