"""All approved letters of a cycle are numbered and printed in one go."""

from datetime import date

import pytest

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.documents.models import Document, Letter, RegisterNumber
from pkh_sembako.documents.services import letters
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Office, Official
from sop import tasks_notices
from sop.services import notices, numbering
from tests.programs.exports.conftest import run_here
from tests.sop.conftest import LEMBEYAN, PARANG, PLAOSAN, work_through

PLACES = {PARANG: 1, PLAOSAN: 1, LEMBEYAN: 1}


@pytest.fixture
def approved(started, cast, time_machine):
    """Three letters that the Kepala Dinas has approved."""
    time_machine.move_to("2026-11-20 09:00+07:00", tick=False)
    Official.objects.create(
        post="kadis", title="Kepala Dinas Sosial", name="Bima Contoh", starts=date(2025, 1, 2), user=cast["kadis"]
    )
    cycle = started("magetan-sembako", places=PLACES, tahap=11)
    for no in (1, 2, 3):
        work_through(cycle, no, cast)
    notices.make(cycle, by=cast["operator"])
    notices.submit(cycle, by=cast["operator"])
    for letter in Letter.objects.filter(notice__cycle=cycle):
        letters.approve(letter, by=cast["kadis"])
    return cycle


def typed(cycle, *numbers: str, dated: str = "2026-11-20") -> dict[str, str]:
    waiting = list(numbering.approved(cycle))
    return {f"n{letter.pk}-number": number for letter, number in zip(waiting, numbers, strict=True)} | {"dated": dated}


def test_the_agenda_gives_each_its_number_in_one_go(approved, login, operator):
    client, page = login(operator), f"/siklus/{approved.pk}/surat/nomor/"
    names = [str(row.letter.notice.kecamatan) for row in client.get(page).context["rows"]]
    assert names == ["Lembeyan", "Parang", "Plaosan"]
    assert client.get(page).context["rows"][0]["number"].label == "Nomor surat untuk Kec. Lembeyan"
    assert client.post(page, typed(approved, "1/A", "2/A", "3/A")).status_code == 302
    assert client.get(f"/siklus/{approved.pk}/surat/").context["progress"]["running"] is True
    run_here(numbering.newest(approved), tasks_notices.issue_letters)
    found = Document.objects.order_by("number").values_list("letter__notice__kecamatan__name", "number", "dated")
    day = date(2026, 11, 20)
    assert list(found) == [("Lembeyan", "1/A", day), ("Parang", "2/A", day), ("Plaosan", "3/A", day)]
    assert Document.objects.filter(pdf__isnull=True).count() == 0


def test_the_register_counts_on_in_the_order_of_names(approved, operator):
    Office.objects.update(number_source="register")
    job = numbering.order(approved, dated=date(2026, 11, 20), numbers={}, by=operator)
    run_here(job, tasks_notices.issue_letters)
    assert list(RegisterNumber.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    found = Document.objects.order_by("pk").values_list("letter__notice__kecamatan__name", flat=True)
    assert list(found) == ["Lembeyan", "Parang", "Plaosan"]


def test_delivered_twice_each_letter_has_one_number(approved, operator):
    Office.objects.update(number_source="register")
    for _ in range(2):
        job = jobs.enqueue(
            numbering.JOB,
            {
                "cycle": approved.pk,
                "dated": "2026-11-20",
                "letters": list(Letter.objects.values_list("pk", flat=True)),
                "numbers": {},
            },
            by=operator,
            key=str(approved.pk),
        )
        run_here(job, tasks_notices.issue_letters)
    assert (Document.objects.count(), RegisterNumber.objects.count()) == (3, 3)


def test_one_taken_number_leaves_all_without(approved, login, operator):
    """What is wrong is said at its row, and what was typed stays."""
    Document.objects.create(kind="x", title="x", number="9/A", dated=date(2026, 1, 2), subject="x", by=operator)
    client, page = login(operator), f"/siklus/{approved.pk}/surat/nomor/"
    answer = client.post(page, typed(approved, "9/A", "2/A", " 2/A "))
    assert answer.status_code == 422
    assert [row.errors.get("number") for row in answer.context["rows"]] == [
        ["Nomor 9/A sudah dipakai dokumen lain."],
        ["Nomor 2/A ditulis lebih dari satu kali."],
        ["Nomor 2/A ditulis lebih dari satu kali."],
    ]
    assert [row["number"].value() for row in answer.context["rows"]] == ["9/A", "2/A", " 2/A "]
    missing = client.post(page, typed(approved, "1/A", "", "x" * 500, dated="2026-12-01"))
    assert [bool(row.errors) for row in missing.context["rows"]] == [False, True, True]
    assert missing.context["form"].errors["dated"] == [
        "Tanggal surat paling lambat hari ini, karena surat bernomor sudah terbit."
    ]
    assert numbering.newest(approved) is None


def test_a_number_taken_meanwhile_fails_the_whole_order(approved, login, operator):
    client, page = login(operator), f"/siklus/{approved.pk}/surat/nomor/"
    client.post(page, typed(approved, "1/A", "2/A", "3/A"))
    Document.objects.create(kind="x", title="x", number="3/A", dated=date(2026, 1, 2), subject="x", by=operator)
    with pytest.raises(DomainError, match=r"^Nomor 3/A sudah dipakai dokumen lain\.$"):
        run_here(numbering.newest(approved), tasks_notices.issue_letters)
    assert set(Letter.objects.values_list("state", flat=True)) == {"approved"}
    Job.objects.update(state=JobState.FAILED, message="Nomor 3/A sudah dipakai dokumen lain.")
    shown = client.get(f"/siklus/{approved.pk}/surat/").context["progress"]
    assert (shown["running"], shown["job"]["error"]) == (False, "Nomor 3/A sudah dipakai dokumen lain.")
    assert client.post(page, typed(approved, "1/A", "2/A", "4/A")).status_code == 302
