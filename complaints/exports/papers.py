"""What the desk prints: an answer, a request to another body, the receipt, the form for the kotak saran."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from complaints.enums import Disclosure
from complaints.exports import public_receipt
from complaints.models import Clarification, Complaint, Referral, Reply
from complaints.public_words import SUBJECT_GROUPS
from complaints.queries import tracking
from pkh_sembako.accounts.models import User
from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import hari_tanggal, tanggal
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.queries import the_office

LINES = 10  # to write on, on the blank form


def address(name: str, *args: Any) -> str:
    """The whole address of a page, as paper prints it."""
    return settings.BASE_URL.rstrip("/") + reverse(name, args=args)


def _render(template: str, **facts: Any) -> bytes:
    office = the_office()
    paper = {
        "letterhead": letterhead_of(office),
        "sheet": sheet_of(office),
        "office": office,
        "place": office.place or office.kabupaten,
        "today": tanggal(timezone.localdate()),
        "mark": watermark("CONTOH") if settings.DEMO else "",
    }
    return pdf.render(render_to_string(f"documents/paper/pengaduan_{template}.html", paper | facts))


def reply(answer: Reply) -> bytes:
    """The answer on the office's paper; whoever asked for secrecy is not named on it."""
    complaint = answer.complaint
    named = complaint.disclosure == Disclosure.OPEN and complaint.reporter_name
    return _render(
        "jawaban",
        complaint=complaint,
        to=complaint.reporter_name if named else f"Pelapor {complaint.ticket}",
        received=tanggal(timezone.localdate(complaint.received_at)),
        dated=tanggal(timezone.localdate(answer.at)),
        paragraphs=[line.strip() for line in answer.text.splitlines() if line.strip()],
        track_url=address("track"),
        qr=pdf.qr_uri(address("track")),
    )


def chat_text(answer: Reply) -> str:
    """For WhatsApp: the number of the report, the answer, where to look."""
    complaint = answer.complaint
    opening = f"{the_office()} menjawab laporan Anda {complaint.ticket}:"
    return f"{opening}\n\n{answer.text}\n\nBelum selesai? Balas lewat {address('track')}"


def receipt(complaint: Complaint, *, code: str = "") -> bytes:
    """Tanda terima. With `code` as the citizen gets it at intake; later without, with the step that is next now."""
    facts = public_receipt.facts(complaint, code=code, track_url=address("track"))
    return public_receipt.render(facts, next_step=None if code else tracking.next_step(complaint))


def request(referral: Referral, *, by: User) -> bytes:
    """The letter that asks another body; of the family only name, place and a masked number."""
    complaint = referral.complaint
    family = complaint.household
    return _render(
        "permintaan",
        referral=referral,
        complaint=complaint,
        to=referral.to_name or referral.get_to_display(),
        body=referral.get_to_display(),
        questions=[line.strip() for line in referral.question.splitlines() if line.strip()],
        until=tanggal(referral.until) if referral.until else "",
        family=family,
        number=mask(family.no_kk or family.nik) if family else "",
        dated=tanggal(timezone.localdate(referral.at)),
        officer=by,
    )


def clarification(one: Clarification) -> bytes:
    """BA klarifikasi with places for both signatures; numbers of the family are masked."""
    verify = address("verify", one.document.code)
    person = one.member or one.household
    return _render(
        "klarifikasi",
        one=one,
        who=person.name,
        nik=mask(person.nik),
        number=mask(one.household.no_kk),
        day=f"hari {hari_tanggal(one.document.dated)}",
        dated=tanggal(one.document.dated),
        paragraphs=[line.strip() for line in one.statement.splitlines() if line.strip()],
        verify_url=verify,
        qr=pdf.qr_uri(verify),
    )


def blank_form() -> bytes:
    """One A4 page for the kotak saran: boxes, lines to write on, where it goes."""
    groups = [(name, [words for _, words in subjects]) for name, subjects in SUBJECT_GROUPS]
    url = address("public_complaint")
    return _render("formulir", groups=groups, lines=range(LINES), url=url, qr=pdf.qr_uri(url))
