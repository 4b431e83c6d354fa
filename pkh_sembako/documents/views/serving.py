"""Answers that carry a stored file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services.content import PDF


def file_response(stored: StoredFile, data: bytes, *, attachment: bool = True) -> HttpResponse:
    """The bytes under their own name; never kept by a browser or proxy, never guessed to be something else."""
    response = HttpResponse(data, content_type=stored.content_type)
    response["Content-Disposition"] = content_disposition_header(attachment, stored.name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF made for this answer only; never kept by a browser or proxy."""
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
