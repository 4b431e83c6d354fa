"""The course of a complaint: who moves it, by when, and what the database refuses."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from complaints.models import Complaint, ComplaintEvent
from complaints.services import clocks, door, handling, intake, restricted, silence
from complaints.transitions import COMPLAINT_MOVES
from pkh_sembako.deadlines.models import Deadline, Notification
from pkh_sembako.lib.errors import DomainError

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00+07:00"


def dues(complaint: Complaint) -> dict[str, str]:
    """{clock: due moment} of its running clocks, in the office's time."""
    return {
        each.subject.split(":", 2)[2]: timezone.localtime(each.due).strftime("%Y-%m-%d %H:%M")
        for each in clocks.running(complaint)
    }


def drop(table: str, guard: str) -> None:
    """Take a guard away, after what it still had to say."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")


def test_a_citizen_gets_a_number_and_a_code_that_opens_it(cast, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    report = intake.Report(subject="kks_hilang", story="Kartu saya hilang di pasar.")
    complaint, code = intake.receive(report, intake="web", by=None)
    assert complaint.ticket == "ADU-2026-000001"
    assert intake.found("adu 2026 1", code.lower().replace("-", " ")) == complaint
    assert intake.found("ADU-2026-000001", "AAAA-AAAA") is None
    assert intake.found("ADU-2026-000002", code) is None
    assert code not in repr(list(Complaint.objects.values()))


@pytest.mark.parametrize("ticket", ["", "ADU", "ADU-x-1", "ADU-99999999999-1", "1 2 3", "ADU-²-³", "\0"])
def test_a_number_that_is_none_opens_nothing(cast, ticket):
    assert intake.found(ticket, "AAAA-AAAA") is None


def test_verification_takes_three_working_days_follow_up_five_and_the_rest_by_gravity(filed, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = filed()
    assert dues(complaint) == {"verify": "2026-11-26 16:00"}
    time_machine.move_to("2026-11-24 10:00+07:00", tick=False)
    handling.verify(complaint, subject="kks_hilang", kind="pengaduan", gravity="tidak_berkadar", by=petugas)
    assert dues(complaint) == {"follow_up": "2026-12-01 16:00", "limit": "2026-12-14 16:00"}
    handling.take_up(complaint, public_note="Bank sudah dihubungi.", by=petugas)
    assert dues(complaint) == {"limit": "2026-12-14 16:00"}
    handling.answer(complaint, text="Kartu pengganti dapat diambil.", channel="whatsapp", by=petugas)
    assert dues(complaint) == {}


def test_silence_of_ten_working_days_closes_an_answered_complaint(verified, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified()
    handling.answer(complaint, text="Kartu pengganti dapat diambil.", channel="whatsapp", by=petugas)
    assert silence.close_silent(datetime.fromisoformat("2026-12-07T16:00+07:00")) == 0
    assert silence.close_silent(datetime.fromisoformat("2026-12-07T16:01+07:00")) == 1
    assert silence.close_silent(datetime.fromisoformat("2026-12-09T16:01+07:00")) == 0
    complaint.refresh_from_db()
    assert [event.move for event in complaint.events.all()] == ["receive", "verify", "answer", "close"]


def test_a_citizen_who_is_not_content_opens_it_again_and_the_clocks_start_anew(verified, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified()
    handling.answer(complaint, text="Kartu pengganti dapat diambil.", channel="whatsapp", by=petugas)
    handling.reopen(complaint, reason="Kartu belum ada di bank.", by=None)
    assert complaint.state == "reopened"
    assert dues(complaint) == {"follow_up:2": "2026-11-30 16:00", "limit:2": "2026-11-30 16:00"}


def test_extortion_is_seen_by_the_inspektorat_alone_and_climbs_no_ladder(filed, cast):
    complaint = filed(subject="pungli")
    eyes = {name for name, user in cast.items() if Complaint.objects.visible_to(user).exists()}
    assert eyes == {"inspektorat"}
    assert {each.user.username for each in Notification.objects.all()} == {"inspektorat"}
    assert Deadline.objects.get(subject=f"complaint:{complaint.pk}:verify").rungs == ["hampir"]
    with pytest.raises(DomainError):
        handling.verify(complaint, subject="pungli", kind="pengaduan", gravity="ringan", by=cast["petugas"])


def test_the_desk_loses_sight_of_what_it_recognised_as_extortion(filed, cast):
    complaint = filed()
    handling.verify(complaint, subject="pungli", kind="pengaduan", gravity="ringan", by=cast["petugas"])
    assert (complaint.gravity, complaint.handler, complaint.restricted) == ("berkadar", "inspektorat", True)
    assert not Complaint.objects.visible_to(cast["petugas"]).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(restricted=False)


def test_a_unit_sees_and_works_on_what_was_forwarded_to_its_kecamatan(verified, cast, petugas, plaosan):
    complaint = verified()
    handling.forward(complaint, handler="korcam", kecamatan=plaosan, note="Mohon dicek ke rumah.", by=petugas)
    eyes = {name for name, user in cast.items() if Complaint.objects.visible_to(user).exists()}
    assert eyes == {
        "petugas", "operator", "kasi", "kabid", "sekretaris", "kadis", "inspektorat", "korcam.plaosan",
    }  # fmt: skip
    assert door.available(complaint, cast["korcam.plaosan"]) == ["hand_back", "take_up", "answer"]
    assert door.available(complaint, cast["korcam.parang"]) == []
    assert door.available(complaint, cast["kadis"]) == []
    handling.hand_back(complaint, note="Keluarga ini bukan di sini.", by=cast["korcam.plaosan"])
    assert (complaint.state, complaint.handler) == ("verified", "")


def test_the_accused_neither_sees_nor_touches_it_and_the_database_refuses_too(verified, cast, petugas):
    complaint = verified()
    restricted.accuse(complaint, user=cast["operator"], by=petugas)
    assert not Complaint.objects.visible_to(cast["operator"]).exists()
    with pytest.raises(DomainError):
        handling.take_up(complaint, public_note="Sudah saya cek.", by=cast["operator"])
    with pytest.raises(DomainError, match="Yang diadukan tidak dapat menangani"):
        door.record(complaint, by=cast["operator"], note="Tidak benar.")
    drop("complaints_complaintevent", "not_accused")
    assert door.record(complaint, by=cast["operator"], note="Tidak benar.").pk


def test_the_same_form_sent_twice_is_one_move(filed, petugas):
    complaint, key = filed(), uuid4()
    facts = {"subject": "kks_hilang", "kind": "pengaduan", "gravity": "ringan", "by": petugas, "key": key}
    first = handling.verify(complaint, **facts)
    assert handling.verify(complaint, **facts) == first
    assert set(dues(complaint)) == {"follow_up", "limit"}


def test_the_arrows_of_the_database_are_those_of_the_machine():
    states = [state for state, _ in Complaint._meta.get_field("state").choices]
    drawn = {(str(source), str(to)) for sources, to in COMPLAINT_MOVES.values() for source in sources}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a, b FROM unnest(%s::text[]) a, unnest(%s::text[]) b WHERE complaints_may_move(a, b)",
            [states, states],
        )
        assert set(cursor.fetchall()) == drawn


def test_a_state_without_its_event_is_refused_at_commit(filed, petugas):
    complaint = filed()
    with pytest.raises(IntegrityError, match="tidak sama dengan riwayatnya"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(state="verified", gravity="ringan")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("change", [{"story": "Semua baik."}, {"number": 99}, {"intake": "loket"}, {"secret": "0"}])
def test_what_the_citizen_wrote_stays(filed, change):
    complaint = filed()
    with pytest.raises(IntegrityError, match="Yang ditulis pelapor"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**change)
    drop("complaints_complaint", "guard")
    assert Complaint.objects.filter(pk=complaint.pk).update(**change) == 1


def test_a_line_of_the_course_is_never_changed(filed):
    event = ComplaintEvent.objects.get(complaint=filed())
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        ComplaintEvent.objects.filter(pk=event.pk).update(note="lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


def test_an_anonymous_complaint_carries_no_name(cast):
    report = intake.Report(
        subject="desil", story="Desil keluarga saya salah.", disclosure="anonim", reporter_name="Sri"
    )
    with pytest.raises(DomainError, match="anonim"):
        intake.receive(report, intake="web", by=None)


def test_a_duplicate_is_merged_and_the_other_goes_on(verified, petugas):
    first, second = verified(), verified()
    handling.merge(second, into=first, by=petugas)
    assert (second.state, second.merged_into) == ("merged", first)
    assert dues(second) == {}
    assert first.events.order_by("-number")[0].note == f"{second.ticket} digabung ke sini."
    with pytest.raises(DomainError, match="sudah digabung"):
        handling.merge(first, into=second, by=petugas)
