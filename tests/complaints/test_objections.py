"""Sanggah of Cek Bansos: dicatat, diteruskan, ada hasil; a deadline only where the office has set a window."""

import pytest
from django.db import IntegrityError, transaction

from complaints.models import Objection
from complaints.services import objections
from pkh_sembako.lib.errors import DomainError

pytestmark = pytest.mark.django_db
URL = "/sanggah/"
MONDAY = "2026-11-23 09:00+07:00"
FORM = {
    "about": "orang_lain",
    "name": "Contoh Tetangga",
    "text": "Keluarga itu mempunyai dua mobil.",
    "shown_on": "2026-11-20",
}


@pytest.fixture
def desk(login, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return login(petugas)


def test_a_sanggah_goes_its_way_by_the_pages(desk):
    desk.post(f"{URL}catat/", FORM)
    one = Objection.objects.get()
    desk.post(f"{URL}{one.pk}/teruskan/", {"forwarded_to": "Kemensos lewat SIKS-NG", "forwarded_on": "2026-11-23"})
    desk.post(f"{URL}{one.pk}/hasil/", {"result": "Dicoret pada tahap berikutnya."})
    one.refresh_from_db()
    assert (one.state, one.result, str(one.result_on)) == ("done", "Dicoret pada tahap berikutnya.", "2026-11-23")
    again = desk.post(f"{URL}{one.pk}/hasil/", {"result": "Lagi"}).content.decode()
    assert "berstatus “ada hasil”" in again
    assert [row["one"] for row in desk.get(f"{URL}?status=done").context["rows"]] == [one]
    assert desk.get(f"{URL}?status=recorded").context["rows"] == []


def test_a_deadline_is_shown_only_where_the_office_has_set_a_window(desk):
    desk.post(f"{URL}catat/", FORM)
    one = Objection.objects.get()
    assert one.due is None
    desk.post(f"{URL}masa/", {"since": "2026-11-01", "days": "30", "basis": "Surat Kemensos"})
    assert str(one.due) == "2026-12-20"
    assert desk.get(URL).context["rows"][0]["due"] == one.due
    desk.post(f"{URL}masa/", {"since": "2026-11-15", "days": "", "basis": "Belum ditetapkan lagi"})
    assert one.due is None


def test_the_database_wants_a_result_and_a_day(desk):
    desk.post(f"{URL}catat/", FORM)
    with pytest.raises(IntegrityError, match="objection_"), transaction.atomic():
        Objection.objects.update(state="done")


def test_only_the_desk_writes_one_down(login, korcam_plaosan):
    assert login(korcam_plaosan).get(URL).status_code == 403
    with pytest.raises(DomainError, match="petugas pengaduan"):
        objections.record(about="desil", name="A", text="Desil saya salah.", shown_on=None, by=korcam_plaosan)
