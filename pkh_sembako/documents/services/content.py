"""What a file really is, by its first bytes and its inside; its name and the browser's word count for nothing."""

import zipfile
from typing import IO

from PIL import Image

PDF = "application/pdf"
JPEG, PNG = "image/jpeg", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
LABELS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", XLSX: "XLSX"}
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png", XLSX: "xlsx", ZIP: "zip"}
_PICTURES = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_LARGEST_PICTURE = 60_000_000  # pixels: a scanned A3 sheet at 400 dpi has 31 million


def sniff(content: IO[bytes]) -> str:
    """PDF, JPEG, PNG or XLSX, else "". The position in `content` is at its start afterwards."""
    content.seek(0)
    start = content.read(1024)
    content.seek(0)
    try:
        return _named(start, content)
    finally:
        content.seek(0)


def _named(start: bytes, content: IO[bytes]) -> str:
    if b"%PDF-" in start:
        return PDF
    for magic, kind in _PICTURES.items():
        if start.startswith(magic):
            return kind if _is_picture(content) else ""
    return XLSX if start.startswith(b"PK") and _is_workbook(content) else ""


def _is_picture(content: IO[bytes]) -> bool:
    """Its own decoder accepts it, and it is no picture that fills the memory when opened."""
    try:
        with Image.open(content, formats=["JPEG", "PNG"]) as picture:
            small_enough = picture.width * picture.height <= _LARGEST_PICTURE
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return small_enough


def _is_workbook(content: IO[bytes]) -> bool:
    """A workbook without macros; nothing is unpacked."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and "xl/vbaProject.bin" not in names
