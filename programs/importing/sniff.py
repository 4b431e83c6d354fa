"""What a file is, told by its content and never by its name; and how a CSV is written.

Standard library only: the child process imports it too.
"""

import codecs
import csv
from collections import Counter
from typing import BinaryIO, NamedTuple

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
DELIMITERS = ",;\t"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHUNK = 1 << 20


class Dialect(NamedTuple):
    """How to open a CSV. `lines` counts line ends: an upper estimate of its rows, good enough for progress."""

    encoding: str
    delimiter: str
    lines: int


def kind_of(start: bytes) -> str:
    """`xlsx` (any zip), `ole`, `pdf`, `html`, `binary`, `empty` or `csv`, from the first bytes of a file."""
    if not start:
        return "empty"
    if start.startswith(ZIP_MAGIC):
        return "xlsx"
    if start.startswith(OLE_MAGIC):
        return "ole"
    if start.startswith(b"%PDF"):
        return "pdf"
    if start.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:9].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        return "html"
    return "csv" if _encoding_of(start) else "binary"


def sniff_csv(file: BinaryIO) -> Dialect | None:
    """Read a CSV once in chunks and say how it is written; None when it is not text."""
    start = file.read(64 * 1024)
    encoding = _encoding_of(start)
    if encoding is None:
        return None
    lines, strict = _walk(file, start, encoding)
    if not strict:
        if encoding != "utf-8":
            return None
        encoding = "cp1252"
    # A chunk may end inside a character: what does not decode at its end is no sign of anything.
    text = start.decode(encoding, errors="ignore")
    return Dialect(encoding, _delimiter_of(text), lines)


def _encoding_of(start: bytes) -> str | None:
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return encoding
    nuls = start.count(b"\0")
    if not nuls:
        return "utf-8"
    # UTF-16 without its mark: every second byte of Latin text is zero.
    if nuls >= len(start) // 3 and not (start[::2].strip(b"\0") and start[1::2].strip(b"\0")):
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    return None


def _walk(file: BinaryIO, start: bytes, encoding: str) -> tuple[int, bool]:
    """Count the line ends of the whole file and try `encoding` on it; False when a byte does not fit."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, strict, chunk = 0, True, start
    while chunk:
        lines += chunk.count(b"\n") or chunk.count(b"\r")
        if strict:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                strict = False
        chunk = file.read(CHUNK)
    return lines, strict


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number (more than one) of cells."""
    lines = text.splitlines()[:60]
    return max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths = Counter(width for row in _quiet_rows(lines, delimiter) if (width := len(row)) > 1)
    if not widths:
        return 0, 0
    width, times = widths.most_common(1)[0]
    return times * width, width


def _quiet_rows(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []
