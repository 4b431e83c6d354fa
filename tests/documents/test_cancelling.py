"""A letter is cancelled by who signs it, with a reason; its number stays, and nothing of it changes afterwards."""

import io
import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.models import Document, DocumentState, Letter, RegisterNumber
from pkh_sembako.documents.services import issuing, letters, numbers
from pkh_sembako.office.models import NumberSource, Office
from tests.documents.conftest import upload
from tests.documents.test_guards import A_PDF, refused, without_guard
from tests.documents.test_letters import DAY, NUMBER, approved, letter, official, sentence  # noqa: F401

REASON = "Salah tanggal kegiatan"


@pytest.fixture
def issued_letter(approved, operator) -> Letter:  # noqa: F811
    publish(approved, dated=DAY, number=NUMBER, by=operator)
    return Letter.objects.get(pk=approved.pk)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_approved_letter_is_cancelled_and_never_gets_a_number(approved, operator, kadis):  # noqa: F811
    letters.cancel(approved, reason=REASON, by=kadis)
    approved.refresh_from_db()
    assert (approved.state, approved.cancelled_by, approved.cancelled_reason) == ("cancelled", kadis, REASON)
    assert sentence(publish, approved, dated=DAY, number=NUMBER, by=operator) == (
        "Surat ini sekarang dibatalkan. Muat ulang halaman."
    )


def test_only_who_signs_cancels_and_says_why(issued_letter, operator, kabid, kadis):
    assert sentence(letters.cancel, issued_letter, reason=REASON, by=kabid) == (
        "Surat ini dibatalkan oleh Kepala dinas, bukan Anda."
    )
    assert sentence(letters.cancel, issued_letter, reason="  ", by=kadis) == "Tulis alasan pembatalan surat."


def test_a_letter_that_was_never_approved_is_not_cancelled(letter, operator, kadis):  # noqa: F811
    letters.submit(letter, by=operator)
    assert sentence(letters.cancel, letter, reason=REASON, by=kadis) == (
        "Surat ini sekarang menunggu persetujuan. Muat ulang halaman."
    )


def test_the_document_is_void_and_takes_no_signature(issued_letter, operator, kadis):
    letters.cancel(issued_letter, reason=REASON, by=kadis)
    document = Document.objects.get()
    assert (document.state, document.number) == (DocumentState.VOID, NUMBER)
    act = {"upload": upload(A_PDF), "signed_on": DAY, "kind": "ink", "by": operator}
    assert sentence(issuing.sign, document, **act) == "Dokumen ini sudah dibatalkan."
    last = issued_letter.history.latest()
    assert (last.history_change_reason, last.history_user, last.cancelled_reason) == ("Dibatalkan", kadis, REASON)


def test_a_signed_letter_is_cancelled_too_and_keeps_its_copy(issued_letter, operator, kadis):
    issuing.sign(issued_letter.document, upload=upload(A_PDF), signed_on=DAY, kind="ink", by=operator)
    letters.cancel(issued_letter, reason=REASON, by=kadis)
    document = Document.objects.get()
    assert (document.state, document.signed_on, document.signed is None) == ("void", DAY, False)


def test_the_number_stays_in_the_register_as_cancelled(approved, operator, kadis):  # noqa: F811
    Office.objects.update(number_source=NumberSource.REGISTER)
    first = publish(approved, dated=DAY, number="", by=operator)
    letters.cancel(approved, reason=REASON, by=kadis)
    row = RegisterNumber.objects.get(written=first.number)
    assert (row.state, row.reason) == ("void", REASON)
    following = numbers.next_in_register(Office.objects.get(), dated=DAY, by=operator)
    assert following.number == row.number + 1


def test_the_database_keeps_a_cancelled_letter_and_not_without_its_guard(issued_letter, kadis):
    letters.cancel(issued_letter, reason=REASON, by=kadis)
    for change in ({"state": "issued"}, {"cancelled_reason": "Lain"}, {"subject": "Lain"}, {"document": None}):
        with refused("Surat yang sudah dibatalkan tidak dapat diubah"):
            Letter.objects.filter(pk=issued_letter.pk).update(**change)
    with refused("sudah dibatalkan dan tidak dapat diubah"):
        Document.objects.update(state="issued")
    with without_guard("documents_letter"):
        assert Letter.objects.filter(pk=issued_letter.pk).update(cancelled_reason="Lain") == 1
    with without_guard("documents_document"):
        assert Document.objects.update(state="issued") == 1


def test_a_document_is_void_only_together_with_its_letter(issued_letter):
    with refused("hanya dibatalkan bersama suratnya"):
        Document.objects.update(state="void")
    with without_guard("documents_document"):
        assert Document.objects.update(state="void") == 1


def test_there_is_no_cancelling_without_reason_and_person(issued_letter):
    with pytest.raises(DatabaseError, match="letter_cancelled_with_reason"), transaction.atomic():
        Letter.objects.filter(pk=issued_letter.pk).update(state="cancelled")


@pytest.mark.slow
def test_the_pages_say_that_it_is_cancelled(issued_letter, login, operator, kadis):
    page = f"/dokumen/surat/{issued_letter.pk}/"
    assert ("Batalkan surat" in text(login(kadis).get(page)), "Batalkan surat" in text(login(operator).get(page))) == (
        True,
        False,
    )
    assert login(operator).get(f"{page}batal/").status_code == 403
    empty = login(kadis).post(f"{page}batal/", {"reason": ""})
    assert (empty.status_code, "Alasan pembatalan" in text(empty)) == (422, True)
    assert login(kadis).post(f"{page}batal/", {"reason": REASON}).url == page
    document = Document.objects.get()
    for address in (page, f"/dokumen/{document.pk}/"):
        shown = text(login(operator).get(address))
        assert ("DIBATALKAN" in shown, REASON in shown) == (True, True)
    public = text(Client().get(f"/verifikasi/{document.code}/"))
    assert ("Dokumen ini sudah dibatalkan" in public, REASON in public) == (True, False)
    assert "DIBATALKAN" in printed_again(login(operator), page)


def printed_again(client: Client, page: str) -> str:
    """What the watermark says: a picture behind the text, so the SVG itself is asked."""
    answer = client.get(f"{page}pratinjau/")
    assert PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    return "".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.content)).pages)
