"""From an approved letter to its printed document, in one transaction: number, code, PDF."""

import io
from datetime import date

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.exports import letter as papers
from pkh_sembako.documents.models import Document, Letter
from pkh_sembako.documents.services import files, issuing, letters
from pkh_sembako.documents.services.content import PDF


@transaction.atomic
def publish(letter: Letter, *, dated: date, number: str, by: User) -> Document:
    """Number and print an approved letter; nothing of it remains when printing fails."""
    document = letters.issue(letter, dated=dated, number=number, by=by)
    letter = Letter.objects.select_related("approved_by").get(pk=letter.pk)
    content = papers.render(papers.compose(letter, document))
    name = f"{letter.get_kind_display()} {document.number.replace('/', '-')}.pdf"
    issuing.attach_pdf(document, files.keep(io.BytesIO(content), name=name, content_type=PDF, by=by))
    return document
