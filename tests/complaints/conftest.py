"""Complaints as a citizen files them and the desk finds them."""

from collections.abc import Callable

import pytest

from complaints.models import Complaint
from complaints.services import handling, intake
from pkh_sembako.office.models import Kecamatan

STORY = "Kartu saya hilang di pasar, bantuan bulan ini belum saya ambil."
PLAOSAN = "35.20.04"


@pytest.fixture
def plaosan(cast) -> Kecamatan:
    return Kecamatan.objects.get(name="Plaosan", kabupaten_code="35.20")


@pytest.fixture
def filed(cast, plaosan) -> Callable[..., Complaint]:
    """A complaint of the public form; `filed(subject="pungli")`."""

    def file(**report) -> Complaint:
        facts = {"subject": "kks_hilang", "story": STORY, "kecamatan": plaosan} | report
        return intake.receive(intake.Report(**facts), intake="web", by=None)[0]

    return file


@pytest.fixture
def verified(filed, petugas) -> Callable[..., Complaint]:
    def verify(gravity: str = "normatif", **report) -> Complaint:
        complaint = filed(**report)
        handling.verify(complaint, subject=complaint.subject, kind="pengaduan", gravity=gravity, by=petugas)
        return complaint

    return verify
