"""Any text, any order of pages, back and again: never a broken page, and a draft is one complaint at most."""

import os

import pytest
from django.conf import settings as office
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.utils import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from complaints.models import Complaint, ComplaintDraft, PublicUse
from pkh_sembako.accounts.cast import create_cast
from tests.complaints.citizen import ANSWERS, Citizen, photo, text
from tests.security.payloads import PAYLOADS, UNESCAPED, files

PAGES = ("", *(f"{name}/" for name in ANSWERS), "lampiran/", "periksa/", "terkirim/", "lacak/", "lacak/laporan/",
         "lacak/tambah/", "lacak/belum-selesai/")  # fmt: skip
FIELDS = sorted({name for typed in ANSWERS.values() for name in typed} | {
    "token", "jawaban", "laman", "nomor", "kode", "kunci", "alasan", "catatan", "hapus", "lanjut",
})  # fmt: skip
LIMITS = {"file": 3, "draft": 6, "upload": 6, "track": 8, "survey": 9, "answer": 8}

words = st.one_of(st.text(max_size=200), st.sampled_from([v for v in PAYLOADS.values() if isinstance(v, str)]))
pages = st.sampled_from(PAGES)
uploads = st.sampled_from([*files(), photo(), SimpleUploadedFile("a.pdf", b"%PDF-1.7")])


class Visit(RuleBasedStateMachine):
    """One device does anything; another of the same house files what it files."""

    @initialize()
    def begin(self) -> None:
        self.citizen, self.receipts, self.statuses = Citizen(), [], set()

    def seen(self, response) -> None:
        self.statuses.add(response.status_code)
        body = text(response) if response["Content-Type"].startswith("text/html") else ""
        assert not [raw for raw in UNESCAPED if raw in body]

    @rule(page=pages)
    def look(self, page: str) -> None:
        self.seen(self.citizen.get(page))

    @rule(page=pages, typed=st.dictionaries(st.sampled_from(FIELDS), words, max_size=4))
    def write_anything(self, page: str, typed: dict[str, str]) -> None:
        self.seen(self.citizen.post(page, **typed))

    @rule(page=st.sampled_from(sorted(ANSWERS)), change=st.booleans())
    def answer_well(self, page: str, change: bool) -> None:
        self.seen(self.citizen.post(f"{page}/{'?ubah=1' if change else ''}", **ANSWERS[page]))

    @rule(page=st.sampled_from(("lampiran/", "lacak/tambah/")), upload=uploads)
    def upload(self, page: str, upload: SimpleUploadedFile) -> None:
        upload.seek(0)
        self.seen(self.citizen.post(page, berkas=upload))

    @rule(times=st.integers(1, 3))
    def send(self, times: int) -> None:
        before = Complaint.objects.count()
        if self.citizen.get("periksa/").status_code != 200:
            return
        sheet = self.citizen.question()
        for _ in range(times):
            self.seen(self.citizen.post("periksa/", **sheet))
        assert Complaint.objects.count() <= before + 1

    @rule()
    def track_what_was_sent(self) -> None:
        if self.citizen.get("terkirim/").status_code == 200:
            receipt = self.citizen.receipt()
            self.seen(self.citizen.track(*receipt))
            self.receipts.append(receipt)

    @rule()
    def begin_anew(self) -> None:
        self.seen(self.citizen.post("baru/"))

    @invariant()
    def nothing_breaks(self) -> None:
        assert getattr(self, "statuses", set()) <= {200, 302, 405, 422, 429}

    @invariant()
    def a_draft_is_one_complaint_and_limits_hold(self) -> None:
        sent = ComplaintDraft.objects.exclude(complaint=None).count()
        assert Complaint.objects.count() == sent
        used = {gate: PublicUse.objects.filter(gate=gate).exclude(origin="").count() for gate in LIMITS}
        assert all(used[gate] <= LIMITS[gate] for gate in LIMITS)
        assert len(dict(getattr(self, "receipts", []))) == len(set(getattr(self, "receipts", [])))


@pytest.mark.slow
@pytest.mark.django_db
def test_a_visit_of_any_kind_breaks_nothing(reference):
    create_cast(None)

    class Undone(Visit):
        def __init__(self) -> None:
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    walks = int(os.environ.get("WALKS", "25"))
    with override_settings(PUBLIC_SECONDS=0, PUBLIC_LIMITS=office.PUBLIC_LIMITS | LIMITS):
        run_state_machine_as_test(
            Undone,
            settings=settings(
                max_examples=walks, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
