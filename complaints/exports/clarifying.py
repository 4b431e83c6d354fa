"""From a declaration at the counter to its printed paper, in one transaction: complaint, number, code, PDF."""

import io
from typing import Any

from django.db import transaction

from complaints.exports import papers
from complaints.models import Clarification
from complaints.services import clarifications
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.services import files, issuing
from pkh_sembako.documents.services.content import PDF
from programs.models import Household


@transaction.atomic
def publish(household: Household, *, by: User, **facts: Any) -> tuple[Clarification, str]:
    """`clarifications.make` with its PDF; nothing of it remains when printing fails."""
    made, code = clarifications.make(household, **facts, by=by)
    name = f"BA-klarifikasi-{made.complaint.ticket}.pdf"
    issuing.attach_pdf(
        made.document, files.keep(io.BytesIO(papers.clarification(made)), name=name, content_type=PDF, by=by)
    )
    return made, code
