"""Reading back what was made."""

import io
from typing import Any

import pypdf
from python_calamine import CalamineWorkbook


def pdf(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def pdf_pages(content: bytes) -> list[str]:
    """Text of each page, spaces and line breaks as one space."""
    return [" ".join(page.extract_text().split()) for page in pdf(content).pages]


def pdf_text(content: bytes) -> str:
    return " ".join(pdf_pages(content))


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """{name: rows} with empty cells as ""."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
