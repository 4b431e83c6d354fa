"""One stored file as pages that can be bound: a PDF as it is, a picture on a sheet, anything else not at all.

What comes from outside is read apart from the binder and written anew before it is bound, so a damaged file breaks
nothing but its own place.
"""

import io
import logging
from dataclasses import dataclass

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import JPEG, PDF, PNG
from pkh_sembako.lib.errors import DomainError

log = logging.getLogger(__name__)

MOST_PAGES = 400
A4_AT_200_DPI = (1654, 2339)
# What pypdf lets through on files that are no proper PDF, beside its own errors.
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError)
ENCRYPTED = "Berkas PDF ini dikunci dengan kata sandi, jadi isinya tidak dapat dijilid."
DAMAGED = "Berkas ini rusak atau tidak terbaca, jadi isinya tidak dapat dijilid."
NO_PAPER = "Berkas ini bukan PDF atau gambar. Isinya ada dalam ZIP berkas siklus."
TOO_LONG = f"Berkas ini lebih dari {MOST_PAGES} halaman. Isinya ada dalam ZIP berkas siklus."


@dataclass(frozen=True)
class Bound:
    """Pages as a PDF of their own, or the reason why there are none."""

    content: bytes = b""
    pages: int = 0
    problem: str = ""


def bind(stored: StoredFile) -> Bound:
    """The file's pages; whatever is wrong with it comes back as a sentence."""
    if stored.content_type not in (PDF, JPEG, PNG):
        return Bound(problem=NO_PAPER)
    try:
        data = files.verified(stored)
        return _of_pdf(data) if stored.content_type == PDF else _of_picture(data)
    except DomainError as refusal:
        return Bound(problem=refusal.sentence)
    except (*BROKEN, RecursionError, NotImplementedError, MemoryError, Image.DecompressionBombError) as error:
        log.warning("file %s cannot be bound: %s", stored.pk, type(error).__name__)
        return Bound(problem=DAMAGED)


def _of_pdf(data: bytes) -> Bound:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return Bound(problem=ENCRYPTED)
    count = len(reader.pages)
    if count > MOST_PAGES:
        return Bound(problem=TOO_LONG)
    if not count:
        return Bound(problem=DAMAGED)
    writer = PdfWriter()
    for page in reader.pages:
        _disarm(writer.add_page(page))
    return Bound(_written(writer), count)


def _disarm(page: PageObject) -> None:
    """Pictures of signatures stay; nothing on the page starts anything any more."""
    page.pop("/AA", None)
    for one in page.get("/Annots") or ():
        annotation = one.get_object()
        annotation.pop("/A", None)
        annotation.pop("/AA", None)


def _of_picture(data: bytes) -> Bound:
    """On a sheet of its own, upright as the camera held it, small enough for the print."""
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        picture.draft("RGB", A4_AT_200_DPI)  # a large photograph is decoded small at once
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail(A4_AT_200_DPI if upright.height >= upright.width else A4_AT_200_DPI[::-1])
        plain = upright.convert("RGBA")
    sheet = Image.new("RGB", plain.size, "white")
    sheet.paste(plain, mask=plain.getchannel("A"))
    target = io.BytesIO()
    sheet.save(target, "PDF", resolution=200)
    return Bound(target.getvalue(), 1)


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
