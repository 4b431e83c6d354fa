"""Step 12: the receipt of PKH Pusat closes it by itself."""

import pytest

from pkh_sembako.audit.models import Job
from programs import tasks_publish
from programs.models import Determination
from sop.models import Cycle, Event
from sop.services import runs
from tests.programs.exports.conftest import run_here
from tests.sop.conftest import check_and_accept, determine, step_of, work_through


@pytest.fixture
def cycle(started, cast) -> Cycle:
    """Kroscek accepted, step 10 at work."""
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    check_and_accept(cycle, cast)
    return cycle


@pytest.fixture
def published(cycle, cast) -> Determination:
    made = determine(cycle, cast)
    run_here(Job.objects.get(kind="ba.publish"), tasks_publish.publish)
    return made


def record(client, published):
    today = published.document.dated.isoformat()
    form = {"sent_on": today, "channel": "email", "receiver": "Admin PKH Pusat", "note": ""}
    return client.post(f"/dokumen/{published.document.pk}/kirim/tanda-terima/", form, follow=True)


def test_recording_the_receipt_closes_step_12_and_the_next_begins(published, cycle, login, korkab):
    assert step_of(cycle, 12).state == "active"
    page = record(login(korkab), published).content.decode()
    assert "Tanda terima dicatat. Langkah 12 selesai." in page
    assert (step_of(cycle, 12).state, step_of(cycle, 13).state) == ("done", "active")
    event = Event.objects.get(step_run=step_of(cycle, 12), target="done")
    assert (event.by, event.note.partition(",")[0]) == (korkab, "Tanda terima PKH Pusat dicatat: Admin PKH Pusat")


@pytest.mark.slow
def test_a_second_click_closes_nothing_twice(published, cycle, login, korkab):
    record(login(korkab), published)
    page = record(login(korkab), published).content.decode()
    assert ("Tanda terima dicatat." in page, "Langkah 12 selesai" in page) == (True, False)
    assert Event.objects.filter(step_run=step_of(cycle, 12), target="done").count() == 1


@pytest.mark.slow
def test_a_paused_step_waits_for_who_paused_it(published, cycle, login, korkab):
    runs.move(step_of(cycle, 12), "pause", by=korkab, note="Menunggu SIKS-NG")
    assert "Langkah 12 selesai" not in record(login(korkab), published).content.decode()
    resumed = runs.move(step_of(cycle, 12), "resume", by=korkab).target
    assert runs.move(resumed, "submit", by=korkab).target.state == "done"
