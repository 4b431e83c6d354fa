"""Buku agenda: letters numbered by year, found again, corrected with their history, never lost."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services import agenda
from pkh_sembako.lib.errors import DomainError
from tests.documents.conftest import A_PDF, upload


def came(by, day: date = date(2026, 11, 2), **facts) -> IncomingLetter:
    told = {"sender": "Kementerian Sosial", "subject": "Batas pemutakhiran", "letter_number": "S-12/LJS/2026"} | facts
    return agenda.record(IncomingLetter(received_on=day, **told), by=by)


def test_letters_are_numbered_by_the_year_in_which_they_came(operator):
    days = [date(2025, 12, 30), date(2026, 1, 2), date(2026, 1, 3)]
    assert [came(operator, day).agenda_number for day in days] == ["1/2025", "1/2026", "2/2026"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"day": date(2027, 1, 1)}, "Tanggal terima tidak boleh sesudah hari ini."),
        ({"letter_date": date(2026, 11, 3)}, "Tanggal surat tidak boleh sesudah diterima, 2 November 2026."),
    ],
)
def test_a_letter_from_the_future_is_refused(operator, facts, sentence):
    with pytest.raises(DomainError) as refusal:
        came(operator, **facts)
    assert refusal.value.sentence == sentence


def test_the_operator_records_finds_and_corrects_a_letter(login, operator):
    client = login(operator)
    typed = {"received_on": "2026-11-02", "channel": "message", "sender": "Dit. JSK", "subject": "Batas final closing"}
    made = client.post("/agenda/catat/", typed | {"berkas": upload(A_PDF, "pesan.pdf")})
    letter = IncomingLetter.objects.get()
    assert made.headers["Location"] == f"/agenda/{letter.pk}/"
    came(operator, subject="Undangan rapat")
    found = client.get("/agenda/?cari=jsk+closing").context["page"].rows
    assert found == [letter]
    client.post(f"/agenda/{letter.pk}/ubah/", typed | {"disposition": "Kabid: siapkan jadwal"})
    letter.refresh_from_db()
    assert (letter.disposition, letter.file.name) == ("Kabid: siapkan jadwal", "pesan.pdf")
    assert [event["what"] for event in agenda.changes(letter)] == ["Diperbaiki", "Dicatat"]
    assert agenda.changes(letter)[0]["changes"] == [
        {"label": "Disposisi", "before": "–", "after": "Kabid: siapkan jadwal"}
    ]


def test_what_was_typed_wrongly_is_kept_and_named(login, operator):
    answer = login(operator).post("/agenda/catat/", {"received_on": "besok", "sender": "Kemensos", "subject": ""})
    assert answer.status_code == 422
    assert 'value="Kemensos"' in answer.content.decode()


def test_the_scan_is_for_the_kabupaten_and_its_reading_is_logged(login, operator, korcam_plaosan):
    letter = agenda.record(
        IncomingLetter(received_on=date(2026, 11, 2), sender="Kemensos", subject="Daftar"),
        by=operator,
        upload=upload(A_PDF),
    )
    assert login(korcam_plaosan).get(f"/agenda/{letter.pk}/berkas/").status_code == 404
    assert login(korcam_plaosan).get(f"/agenda/{letter.pk}/").status_code == 200
    assert login(operator).get(f"/agenda/{letter.pk}/berkas/").content == A_PDF
    assert ReadLog.objects.get().subject == "Surat masuk, agenda 1/2026"


def test_the_list_costs_the_same_for_one_letter_and_for_thirty(login, operator, django_assert_num_queries):
    client = login(operator)
    came(operator)
    client.get("/agenda/")
    with CaptureQueriesContext(connection) as few:
        client.get("/agenda/")
    for _ in range(29):
        came(operator)
    with django_assert_num_queries(len(few)):
        client.get("/agenda/")


@pytest.mark.parametrize(
    "change", ["DELETE FROM documents_incomingletter", "UPDATE documents_incomingletter SET number = 9"]
)
def test_a_number_that_came_out_stays(operator, change):
    came(operator)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_without_the_guard_a_letter_could_vanish(operator):
    came(operator)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard ON documents_incomingletter")
        cursor.execute("DELETE FROM documents_incomingletter")
    assert IncomingLetter.objects.count() == 0
