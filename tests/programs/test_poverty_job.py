"""The district's poverty list is read in the background: told as it goes, cancelled, delivered twice, refused."""

import pytest

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from programs import tasks  # noqa: F401 - registers what jobs.run does
from programs.models import PovertyList, PovertyRow
from programs.services import poverty
from tests.programs.factories import nik
from tests.programs.test_poverty import ordered, upload

pytestmark = pytest.mark.django_db(transaction=True)


def read(which: PovertyList) -> PovertyList:
    """As the worker does it."""
    jobs.run(poverty.latest_job(which).pk)
    which.refresh_from_db()
    return which


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload(["1", "2"], titles=("A", "B")), "Judul kolom tidak dikenali"),
        (upload(["12", "", "A"]), "Tidak ada baris yang dapat dipakai"),
        (upload(), "tidak memuat satu baris data"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_never_counts(cast, operator, file, words):
    made = read(ordered(file, operator))
    assert (words in made.refusal, made.read_at, made.rows.count()) == (True, None, 0)
    assert (poverty.latest_job(made).state, poverty.latest_job(made).message) == (JobState.FAILED, made.refusal)
    assert PovertyList.objects.in_force() is None


def test_a_list_delivered_twice_is_read_once(cast, operator):
    made = read(ordered(upload([nik(1), "", "A"], [nik(2), "", "B"]), operator))
    job = poverty.latest_job(made)
    for _ in range(3):
        Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
        jobs.run(job.pk)
    again = jobs.enqueue(poverty.JOB, {"list": made.pk}, by=operator)
    jobs.run(again.pk)
    made.refresh_from_db()
    assert (PovertyRow.objects.count(), made.rows_read, Job.objects.get(pk=again.pk).state) == (2, 2, JobState.DONE)


def test_a_cancelled_reading_leaves_no_row(cast, operator, client):
    client.force_login(operator)
    made = ordered(upload([nik(1), "", "A"]), operator)
    page = f"/data-kemiskinan/{made.pk}/"
    assert "Menunggu giliran" in client.get(page).content.decode()
    assert client.post(f"{page}batal/").status_code == 302
    read(made)
    assert (poverty.latest_job(made).state, made.rows.count(), made.read_at) == (JobState.CANCELLED, 0, None)
    shown = client.get(page).content.decode()
    assert [words for words in ("Dibatalkan sebelum mulai.", "tidak dipakai") if words not in shown] == []
    running = ordered(upload([nik(1), "", "A"]), operator)
    Job.objects.filter(pk=poverty.latest_job(running).pk).update(cancel_requested=True)
    read(running)
    assert (poverty.latest_job(running).state, running.rows.count()) == (JobState.CANCELLED, 0)


def test_the_operator_imports_and_others_do_not(cast, operator, client):
    client.force_login(operator)
    given = {"name": "SK Bupati", "year": "2026", "in_force_from": "01-01-2026"}
    answer = client.post("/data-kemiskinan/", given | {"upload": upload([nik(1), "", "A"], ["1", "", "B"])})
    assert "Membaca daftar" in client.get(answer.url).content.decode()
    read(PovertyList.objects.get())
    page = client.get(answer.url).content.decode()
    assert client.get(answer.url, headers={"HX-Request": "true"})["HX-Redirect"] == answer.url
    assert [words for words in ("SK Bupati 2026", "dipakai sekarang", "seharusnya 16") if words not in page] == []
    assert client.post("/data-kemiskinan/", given).status_code == 422
    client.force_login(cast["ratri"])
    assert client.get("/data-kemiskinan/").status_code == 403
