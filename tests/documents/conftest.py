"""Small valid files, and an issued document with PDF and workbook."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import files, issuing
from pkh_sembako.documents.services.content import PDF, XLSX
from pkh_sembako.lib.xlsx import Column, Sheet, write

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NUMBER = "400.9/1873/403.107/2026"


def picture(kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(target, kind)
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    write([Sheet("A", [Column("x")], [["y"]])], target)
    return target.getvalue()


def upload(content: bytes, name: str = "salinan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def issued(kadis) -> Document:
    """Numbered and dated; nothing made yet."""
    return Document.objects.create(
        kind="ba_kroscek",
        title="Berita Acara Hasil Kroscek Data KPM PKH Tahap 1 2027",
        number=NUMBER,
        dated=date(2026, 11, 20),
        subject="determination:1",
        list_hash="a1" * 32,
        by=kadis,
    )


@pytest.fixture
def printed(issued, kadis) -> Document:
    """With workbook and PDF, waiting for ink."""
    issuing.attach_workbook(issued, files.keep(io.BytesIO(workbook()), name="BNBA.xlsx", content_type=XLSX, by=kadis))
    issuing.attach_pdf(issued, files.keep(io.BytesIO(A_PDF), name="BA.pdf", content_type=PDF, by=kadis))
    return issued
