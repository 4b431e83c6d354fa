"""What follows from a complaint, for the office with something of everything; the same at every asking."""

import io

from django.utils import timezone
from PIL import Image

from complaints.exports import clarifying
from complaints.models import Clarification, Complaint, Correction, LaporFile, Objection, Referral, Reply
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import PNG
from programs.models import Household


def stored(by):
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(data, "PNG")
    return files.keep(data, name="bukti.png", content_type=PNG, by=by)


def reply(complaint: Complaint) -> Reply:
    """Sent, with a picture."""
    if known := complaint.replies.first():
        return known
    by, now = complaint.by, timezone.now()
    return complaint.replies.create(
        text="Bantuan cair bulan depan.", channel="loket", by=by, sent_at=now, sent_by=by, sent_proof=stored(by)
    )


def correction(complaint: Complaint, household: int) -> Correction:
    """Proposed by the desk for a family there, with a scan."""
    if known := complaint.corrections.first():
        return known
    by = complaint.by
    return complaint.corrections.create(
        household_id=household, field="rt", old="", new="007", basis="KK diperlihatkan.", evidence=stored(by), by=by
    )


def referral(complaint: Complaint) -> Referral:
    """Waiting, with a scan."""
    if known := complaint.referrals.first():
        return known
    by = complaint.by
    return complaint.referrals.create(to="bank", question="Apakah rekening aktif?", evidence=stored(by), by=by)


def lapor_file(by) -> LaporFile:
    """Read, not applied: one row that is refused."""
    if known := LaporFile.objects.first():
        return known
    row = {"row": 2, "tracking_id": "", "verdict": "refused", "message": "Tracking ID kosong.", "status": ""}
    return LaporFile.objects.create(stored=stored(by), rows=[row], by=by)


def clarification(by, household: int) -> Clarification:
    """Printed, not signed."""
    if known := Clarification.objects.filter(household=household).first():
        return known
    family = Household.objects.get(pk=household)
    said = "Saya tidak pernah bermain judi daring."
    return clarifying.publish(family, reason="judol", statement=said, number=f"400.9/K{household}/2026", by=by)[0]


def objection(by) -> Objection:
    """Written down, not sent on."""
    facts = {"about": "desil", "name": "Contoh Warga", "text": "Desil saya tidak sesuai.", "shown_on": "2026-11-01"}
    return Objection.objects.first() or Objection.objects.create(**facts, by=by)
