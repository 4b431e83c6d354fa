"""Many clicks at one moment have one effect."""

import threading

import pytest
from django.db import connection

from sop.models import Assignment, Event
from sop.services import runs
from tests.sop.conftest import PARANG, PLAOSAN, fulfil, share_of, step_of


def at_once(*acts) -> list:
    """Run the acts in threads that start together; what each answered."""
    start, answers = threading.Barrier(len(acts)), []

    def run(act) -> None:
        start.wait()
        try:
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_hand_in_once(started, korcam_plaosan):
    share = share_of(started(), 5, PLAOSAN)
    fulfil(share, korcam_plaosan)
    answers = at_once(*[lambda: runs.move(share, "submit", by=korcam_plaosan)] * 8)
    assert sorted(answer.repeated for answer in answers) == [False, *[True] * 7]
    assert Event.objects.filter(assignment=share).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_kecamatan_close_at_once_and_the_next_step_begins_once(started, cast):
    cycle = started()
    shares = {cast["korcam.plaosan"]: share_of(cycle, 5, PLAOSAN), cast["korcam.parang"]: share_of(cycle, 5, PARANG)}
    for korcam, share in shares.items():
        fulfil(share, korcam)
    at_once(*[lambda by=by, share=share: runs.move(share, "submit", by=by) for by, share in shares.items()])
    assert set(Assignment.objects.filter(step_run=step_of(cycle, 5)).values_list("state", flat=True)) == {"done"}
    assert (step_of(cycle, 5).state, step_of(cycle, 6).state) == ("done", "active")
    assert Event.objects.filter(step_run=step_of(cycle, 6), verb="activate").count() == 1
