"""The receipt of a report filed by a citizen: number, code, what follows. One sheet, drawn without a query."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from complaints.models import Complaint
from complaints.public_words import SUBJECT_WORDS
from complaints.queries.tracking import NextStep, Plan, promised
from pkh_sembako.documents.exports.letterhead import Letterhead, Sheet, letterhead_of, sheet_of, watermark
from pkh_sembako.lib import pdf
from pkh_sembako.office.queries import the_office


@dataclass(frozen=True)
class Receipt:
    """Everything that is printed; it names nobody and tells nothing of the story. `code` is empty on a later print."""

    letterhead: Letterhead
    sheet: Sheet
    ticket: str
    code: str
    subject: str
    received_at: datetime
    plan: Plan
    track_url: str
    phone: str
    mark: str  # data URI behind the page, "" for none

    @property
    def qr(self) -> str:
        """Opens the page to track; the code is typed, never in an address."""
        return pdf.qr_uri(self.track_url)


def facts(complaint: Complaint, *, code: str, track_url: str) -> Receipt:
    office = the_office()
    return Receipt(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        ticket=complaint.ticket,
        code=code,
        subject=SUBJECT_WORDS[complaint.subject],
        received_at=timezone.localtime(complaint.received_at),
        plan=promised(complaint),
        track_url=track_url,
        phone=office.phone,
        mark=watermark("CONTOH" if settings.DEMO else ""),
    )


def render(receipt: Receipt, next_step: NextStep | None = None) -> bytes:
    """With `next_step` instead of the whole plan when it is printed later, without the code."""
    context = {"terima": receipt, "berikut": next_step}
    return pdf.render(render_to_string("documents/paper/tanda_terima_pengaduan.html", context))
