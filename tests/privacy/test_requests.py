"""A request of a data subject: its number, its 72 hours, who may handle it, and what the database refuses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pkh_sembako.audit.models import ChainLink
from pkh_sembako.deadlines.models import Deadline, Notification
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.privacy.models import DataRequest, RequestEntry
from pkh_sembako.privacy.services import requests
from pkh_sembako.privacy.transitions import INCIDENT_MOVES, REQUEST_MOVES

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-27 10:00+07:00"


def scan(name: str = "tanda-terima.pdf") -> SimpleUploadedFile:
    content = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def handed(**facts) -> requests.HandedOver:
    given = {"outcome": "Nama diperbaiki menurut KTP.", "delivery": "langsung", "proof": scan()}
    return requests.HandedOver(**(given | facts))


def drop(table: str, guard: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")


def test_a_request_has_a_number_and_seventy_two_hours_of_the_calendar(asked, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    first, second = asked(), asked()
    assert [first.code, second.code] == ["PDP-2026-0001", "PDP-2026-0002"]
    assert timezone.localtime(first.due).strftime("%a %d %H.%M") == "Mon 30 10.00"
    deadline = Deadline.objects.get(subject=first.clock_subject)
    assert deadline.first_due == first.due
    assert timezone.localtime(deadline.due).strftime("%a %d %H.%M") == "Mon 30 16.00"


def test_it_rings_before_the_law_and_says_whose_limit_passed(asked, operator, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    asked()
    time_machine.move_to("2026-11-30 07:31+07:00", tick=False)
    alerts.sweep(timezone.now())
    time_machine.move_to("2026-11-30 10:01+07:00", tick=False)
    alerts.sweep(timezone.now())
    told = [each.text for each in Notification.objects.filter(user=operator).order_by("id")]
    assert [text.split(":")[0] for text in told] == [
        "Mendekati batas 3x24 jam UU PDP", "Lewat batas 3x24 jam UU PDP",
    ]  # fmt: skip


def test_who_asks_never_handles(asked, cast, operator):
    request = asked(requester_user=cast["sekretaris"], requester_name="Sekretaris Contoh")
    for act in (requests.take_up, requests.order_export):
        with pytest.raises(DomainError, match="Pemohon tidak dapat menangani"):
            act(request, by=cast["sekretaris"])
    assert not DataRequest.objects.visible_to(cast["sekretaris"]).exists()
    with pytest.raises(DomainError, match="Pemohon tidak dapat menangani"):
        asked(requester_name=operator.full_name.upper())


def test_the_database_refuses_it_too_until_its_guards_are_dropped(asked, cast):
    request = asked(requester_user=cast["sekretaris"], requester_name="Sekretaris Contoh")
    line = {"request": request, "number": 2, "move": "note", "from_state": "received", "to_state": "received"}
    with pytest.raises(IntegrityError, match="Pemohon tidak dapat"), transaction.atomic():
        RequestEntry.objects.create(**line, by=cast["sekretaris"])
    with pytest.raises(IntegrityError, match="data_request_not_handled"), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(handler=cast["sekretaris"])
    drop("privacy_requestentry", "in_line")
    assert RequestEntry.objects.create(**line, by=cast["sekretaris"]).pk


def test_identity_is_shown_or_scanned(asked):
    for facts in ({"channel": "whatsapp"}, {"proof": "kuasa"}):
        with pytest.raises(DomainError, match="Unggah pindaian"):
            asked(**facts)
    assert asked(proof="kuasa", requester_name="Wakil Contoh", proof_file=scan("kuasa.pdf")).proof_file_id


def test_a_correction_is_closed_with_what_was_corrected(asked, operator):
    request = asked(kind="perbaikan")
    requests.take_up(request, by=operator)
    with pytest.raises(DomainError, match="Tulis apa yang"):
        requests.deliver(request, handed(outcome=" "), by=operator)
    done = requests.deliver(request, handed(), by=operator)
    assert (done.state, done.outcome, done.in_time) == ("delivered", "Nama diperbaiki menurut KTP.", True)
    assert [entry.move for entry in done.entries.all()] == ["receive", "take_up", "deliver"]
    assert Deadline.objects.get(subject=done.clock_subject).state == "closed"
    with pytest.raises(DomainError, match="sudah berstatus"):
        requests.refuse(request, ground="orang_lain", reason="Terlambat.", by=operator)


def test_a_copy_is_not_handed_over_before_it_was_made(asked, operator):
    request = requests.take_up(asked(), by=operator)
    with pytest.raises(DomainError, match="belum dibuat"):
        requests.deliver(request, handed(), by=operator)


def test_a_refusal_names_its_ground(asked, operator):
    refused = requests.refuse(asked(), ground="orang_lain", reason="Yang diminta data tetangga.", by=operator)
    assert (refused.state, refused.get_ground_display()) == (
        "refused", "Mengungkap data pribadi orang lain (Pasal 33 huruf b)",
    )  # fmt: skip


def test_numbers_typed_into_the_wish_are_masked(asked):
    assert asked(wish="NIK saya 3520075708900001 salah").wish == "NIK saya 3520********0001 salah"


@pytest.mark.parametrize("change", [{"wish": "lain"}, {"received_at": "2026-01-01T00:00Z"}, {"number": 77}])
def test_what_was_asked_stays(asked, change):
    request = asked()
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**change)
    drop("privacy_datarequest", "guard")
    assert DataRequest.objects.filter(pk=request.pk).update(**change) == 1


def test_a_line_of_the_course_stays_and_stands_in_the_chain(asked):
    entry = asked().entries.get()
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        RequestEntry.objects.filter(pk=entry.pk).update(note="lain")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert ChainLink.objects.filter(source="privacy_requestentry", row_key=str(entry.pk)).count() == 1
    drop("privacy_requestentry", "immutable")
    assert RequestEntry.objects.filter(pk=entry.pk).update(note="lain") == 1


def test_a_state_without_its_line_is_refused_at_commit(asked):
    request = asked()
    with pytest.raises(IntegrityError, match="tidak sama dengan riwayatnya"), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(state="preparing")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(("machine", "moves"), [("request", REQUEST_MOVES), ("incident", INCIDENT_MOVES)])
def test_the_arrows_of_the_database_are_those_of_the_machines(db, machine, moves):
    states = sorted({str(end) for sources, to in moves.values() for end in (*sources, to)})
    drawn = {(str(source), str(to)) for sources, to in moves.values() for source in sources}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a, b FROM unnest(%s::text[]) a, unnest(%s::text[]) b WHERE privacy_may_move(%s, a, b)",
            [states, states, machine],
        )
        assert set(cursor.fetchall()) == drawn
