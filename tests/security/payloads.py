"""Thirty things that people, spreadsheets and attackers type (reliability goal S7)."""

from django.core.files.uploadedfile import SimpleUploadedFile

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
ATTRIBUTE = '" autofocus onfocus=alert(1) x="'
# By kind; within a kind each one is as good as the other, so a field meets one of each.
KINDS: dict[str, dict[str, str | list[str]]] = {
    "SQL": {
        "SQL, closing": "'; DROP TABLE programs_household; --",
        "SQL, always true": "' OR '1'='1",
        "SQL, another table": '" UNION SELECT password FROM accounts_user --',
        "SQL, pattern": "%_\\%",
    },
    "script": {"script": SCRIPT},
    "markup": {
        "image": IMAGE,
        "attribute": ATTRIBUTE,
        "template": "{{ 7|add:42 }}{% debug %}{# x",
    },
    "letters": {
        "right to left": "\u202egnp.exe",
        "invisible": "\u200b\ufeff",
        "emoji": "😀👨‍👩‍👧",
        "four bytes": "𠜎𡿺𝔘",
        "combining": "Z" + "\u0338\u034e" * 200,
    },
    "NUL": {"NUL": "a\x00b"},
    "control": {
        "control": "a\x01\x1b[31mb\x7f",
        "new line": "a\r\nSet-Cookie: b=1\r\n\r\nc",
    },
    "long": {"10,000 letters": "x" * 10_000},
    "blank": {"spaces": " \t\u00a0\u3000"},
    "format": {
        "format": "%s%n {0.__class__} ${7*7}",
        "path": "../../../etc/passwd",
        "address": "javascript:alert(1)//example.org",
        "formula": '=HYPERLINK("http://example.org")',
        "JSON": '{"a": [1, {"b": null}]}',
    },
    "small number": {
        "negative": "-1",
        "float": "1e309",
        "not a number": "NaN",
    },
    "large number": {
        "huge": "9" * 30,
        "beyond bigint": "9223372036854775808",
    },
    "digits": {"foreign digits": "\uff11\u0663\u00b2" * 5 + "\u0661"},
    "date": {
        "year 0": "0000-00-00",
        "year 1": "0001-01-01",
        "year 9999": "9999-12-31",
        "no such day": "2026-02-31",
    },
    "list": {"list": ["a", "b", "c"]},
}
PAYLOADS = {name: payload for kind in KINDS.values() for name, payload in kind.items()}
# What must never come back as it was typed.
UNESCAPED = (SCRIPT, IMAGE, 'x="" autofocus onfocus', '" autofocus onfocus=alert(1)')


def files() -> list[SimpleUploadedFile]:
    """Uploads that are not what they say."""
    return [
        SimpleUploadedFile("kosong.xlsx", b""),
        SimpleUploadedFile("halaman.xlsx", b"<html><script>alert(1)</script>"),
        SimpleUploadedFile("rusak.xlsx", b"PK\x03\x04" + b"\x00" * 500),
        SimpleUploadedFile("rusak.pdf", b"%PDF-1.7\n\xff\xfe"),
        SimpleUploadedFile("rusak.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        SimpleUploadedFile("biner.csv", bytes(range(256)) * 20),
        SimpleUploadedFile("<img src=x onerror=alert(1)>.csv", b"NIK;NAMA\n1;2\n"),
    ]
