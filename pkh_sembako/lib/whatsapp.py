"""Click-to-send texts: a wa.me address with the words filled in. Nothing is sent by the application itself."""

import re
from urllib.parse import quote

MOBILE = re.compile(r"628\d{7,11}")


def number(phone: str) -> str:
    """0812-3456-789, +62 812… or 812… as 62812…; "" when it is no Indonesian mobile number."""
    digits = re.sub(r"[^0-9]", "", phone)
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    return digits if MOBILE.fullmatch(digits) else ""


def link(phone: str, text: str) -> str:
    """Opens a chat with this text; "" when the number is not known. The text must name no family."""
    to = number(phone)
    return f"https://wa.me/{to}?text={quote(text)}" if to else ""
