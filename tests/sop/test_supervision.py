"""Supervisi atasan langsung: a superior's note, whom it concerns, the answer, and that both stay."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.deadlines.models import Notification
from pkh_sembako.lib.errors import DomainError
from sop import board, supervised, waiting
from sop.models import SupervisionAnswer, SupervisionNote
from sop.services import supervision
from tests.sop.conftest import PLAOSAN, share_of, step_of, work_through


@pytest.fixture
def share(started, cast):
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    return share_of(cycle, 9, PLAOSAN)


@pytest.mark.parametrize(
    ("writer", "roles"),
    [
        ("kabid", ["korcam"]),
        ("korkab", ["korcam"]),
        ("korcam.plaosan", ["pendamping"]),
        ("korcam.parang", []),
        ("ratri", []),
        ("inspektorat", []),
        ("admin", []),
        ("camat.plaosan", []),
    ],
)
def test_a_note_concerns_those_at_work_below_the_writer(share, cast, writer, roles):
    assert supervision.concerned(share, writer=cast[writer]) == roles


def test_a_note_on_a_step_that_fans_out_concerns_its_pemeriksa(share, kabid):
    assert supervision.concerned(share.step_run, writer=kabid) == ["korkab"]


def test_who_stands_above_nobody_writes_nothing(share, ratri):
    with pytest.raises(DomainError, match="ditulis oleh atasan"):
        supervision.write(share, text="Periksa lagi.", by=ratri)


def test_it_rings_waits_at_home_and_marks_the_board_until_it_is_answered(share, kabid, korcam_plaosan, korcam_parang):
    note = supervision.write(share, text="Lengkapi daftar hadir.", answer_by=date(2099, 1, 2), by=kabid)
    told = Notification.objects.filter(text__startswith="Catatan supervisi").values_list("user__username", flat=True)
    assert list(told) == ["korcam.plaosan"]

    def tasks(user):
        return [task.title for group in waiting.home(user) for task in group.tasks if "supervisi" in task.title]

    def mark():
        return {row.target.step.no: row.notes for row in board.board(share.cycle)}[9]

    assert (tasks(korcam_plaosan), tasks(korcam_parang), mark()) == (
        ["Jawab catatan supervisi: “Lengkapi daftar hadir.”"],
        [],
        1,
    )
    supervision.answer(note, text="Sudah dilengkapi.", by=korcam_plaosan)
    assert (tasks(korcam_plaosan), mark()) == ([], 0)
    assert Notification.objects.filter(user=kabid, text__contains="Sudah dilengkapi.").count() == 1
    assert [row.words for row in supervised.of(share, kabid)] == ["Dijawab"]


def test_only_those_whom_it_concerns_answer_and_once(share, kabid, korcam_plaosan, korcam_parang):
    note = supervision.write(share, text="Lengkapi.", by=kabid)
    for stranger in (korcam_parang, kabid):
        with pytest.raises(DomainError, match="dijawab oleh yang mengerjakan"):
            supervision.answer(note, text="Ya.", by=stranger)
    supervision.answer(note, text="Ya.", by=korcam_plaosan)
    with pytest.raises(DomainError, match="sudah dijawab"):
        supervision.answer(note, text="Ya lagi.", by=korcam_plaosan)


@pytest.mark.slow
@pytest.mark.parametrize("model", [SupervisionNote, SupervisionAnswer])
def test_what_was_written_stays_until_the_guard_is_dropped(share, kabid, korcam_plaosan, model):
    supervision.answer(supervision.write(share, text="Lengkapi.", by=kabid), text="Ya.", by=korcam_plaosan)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(text="lain")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER immutable ON {model._meta.db_table}")
    assert model.objects.update(text="lain") == 1


def test_the_page_plays_it_through(share, login, kabid, korcam_plaosan):
    url = share.get_absolute_url()
    address = f"{step_of(share.cycle, 9).get_absolute_url()}supervisi/"
    above, below = login(kabid), login(korcam_plaosan)
    empty = above.post(address, {"kecamatan": PLAOSAN, "text": ""})
    assert empty.status_code == 422 and "Isi catatan." in empty.content.decode()
    assert above.post(address, {"kecamatan": PLAOSAN, "text": "Lengkapi <daftar>."})["Location"] == url
    note = SupervisionNote.objects.get()
    page = below.get(url).content.decode()
    assert "Menunggu jawaban" in page and "Kirim jawaban" in page and "&lt;daftar&gt;" in page
    assert "0 dari 1 desa mempunyai pindaian lembar" in page
    assert below.post(f"{address}{note.pk}/", {"kecamatan": PLAOSAN, "text": ""}).status_code == 422
    assert below.post(f"{address}{note.pk}/", {"kecamatan": PLAOSAN, "text": "Sudah."})["Location"] == url
    assert "Sudah." in above.get(url).content.decode()
