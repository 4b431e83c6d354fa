"""Rupiah as whole numbers, read as people write them; `numbers.rupiah` prints them."""

import re

NBSP = "\xa0"
_PREFIX = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
_SUFFIX = re.compile(r",(?:-+|=+)$")
# 600000 | 600.000 | 600,000; then perhaps cents, which must be zero. What groups cannot also be the cents' sign.
_AMOUNT = re.compile(
    r"(?:(?P<plain>[0-9]+)(?:[.,](?P<plain_cents>0{1,2}))?"
    r"|(?P<dots>[0-9]{1,3}(?:\.[0-9]{3})+)(?:,(?P<dots_cents>0{1,2}))?"
    r"|(?P<commas>[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<commas_cents>0{1,2}))?)"
)
_MAX_DIGITS = 15


def parse_rupiah(text: str) -> int:
    """Whole rupiah of "Rp 600.000", "600.000,00", "Rp600.000,-", "600000" or "600,000.00".

    ValueError for anything else: words, a minus, cents other than zero, more than 15 digits.
    """
    bare = _SUFFIX.sub("", _PREFIX.sub("", text.replace(NBSP, " ").strip()).strip())
    match = _AMOUNT.fullmatch(bare) if bare.isascii() else None
    if not match:
        raise ValueError(f"not an amount of rupiah: {text!r}")
    digits = re.sub(r"[.,]", "", match["plain"] or match["dots"] or match["commas"])
    if len(digits.lstrip("0")) > _MAX_DIGITS:
        raise ValueError("more than 15 digits")
    return int(digits)
