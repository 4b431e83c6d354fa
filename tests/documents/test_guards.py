"""The database keeps an issued document as it was issued; without the guard it would not."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.documents.models import Document, RegisterNumber, StoredFile
from pkh_sembako.documents.services import files, issuing, numbers
from pkh_sembako.lib.errors import DomainError
from tests.documents.conftest import A_PDF, upload


@contextmanager
def refused(words: str):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


@contextmanager
def without_guard(table: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER guard")
        yield
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} ENABLE TRIGGER guard")


CHANGES = {
    "number": "400.9/1/403.107/2026",
    "dated": "2026-11-21",
    "title": "Lain",
    "code": "AAAAAAAAAA",
    "list_hash": "0" * 64,
    "pdf": None,
    "workbook": None,
    "subject": "determination:99",
}


@pytest.mark.parametrize("field", CHANGES)
def test_what_was_issued_never_changes(printed, field):
    with refused("sudah terbit dan tidak dapat diubah"):
        Document.objects.filter(pk=printed.pk).update(**{field: CHANGES[field]})
    with without_guard("documents_document"):
        assert Document.objects.filter(pk=printed.pk).update(**{field: CHANGES[field]}) == 1


def test_a_document_is_never_deleted(printed):
    with refused("tidak dapat dihapus"):
        printed.delete()
    with without_guard("documents_document"):
        assert printed.delete()[0] == 1


def test_a_signed_copy_is_never_replaced_or_taken_away(printed, operator):
    sign(printed, operator)
    other = files.store(upload(A_PDF), by=operator)
    for change in (
        {"signed": other},
        {"state": "issued"},
        {"signature_kind": "certified"},
        {"signed_on": "2026-11-21"},
    ):
        with refused("sudah ada dan tidak dapat diganti"):
            Document.objects.filter(pk=printed.pk).update(**change)
    with without_guard("documents_document"):
        assert Document.objects.filter(pk=printed.pk).update(signed=other) == 1


def test_nothing_is_final_without_its_signed_copy(printed):
    with refused("final_needs_signed_copy"):
        Document.objects.filter(pk=printed.pk).update(state="final")


def test_a_stored_file_is_a_fact(printed):
    with refused("Berkas tersimpan tidak dapat diubah"):
        StoredFile.objects.filter(pk=printed.pdf_id).update(sha256="0" * 64)
    with without_guard("documents_storedfile"):
        assert StoredFile.objects.filter(pk=printed.pdf_id).update(sha256="0" * 64) == 1


def test_a_file_of_a_document_cannot_be_thrown_away(printed):
    with pytest.raises(DatabaseError):
        files.discard(printed.pdf)


def test_the_register_forgets_nothing(cast, operator):
    row = numbers.reserve(7, dated=numbers.date(2026, 1, 5), reason="Surat undangan", by=operator)
    with refused("sudah tercatat dalam buku nomor"):
        RegisterNumber.objects.filter(pk=row.pk).update(number=8)
    with refused("sudah tercatat dalam buku nomor"):
        row.delete()
    with without_guard("documents_registernumber"):
        assert RegisterNumber.objects.filter(pk=row.pk).update(number=8) == 1


def sign(document: Document, operator, kind: str = "ink", on=None) -> Document:
    return issuing.sign(document, upload=upload(A_PDF), signed_on=on or document.dated, kind=kind, by=operator)


def test_signing_makes_it_final_and_happens_once(printed, operator):
    signed = sign(printed, operator)
    assert (signed.state, signed.signed_by, signed.get_signature_kind_display()) == (
        "final",
        operator,
        "Tanda tangan basah",
    )
    with pytest.raises(DomainError, match="sudah diunggah"):
        sign(printed, operator)


def test_a_signed_copy_is_a_pdf_of_a_printed_document_signed_after_it_was_dated(printed, issued, operator):
    with pytest.raises(DomainError, match=r"Isi berkas harus PDF\."):
        issuing.sign(printed, upload=upload(b"MZ"), signed_on=printed.dated, kind="ink", by=operator)
    with pytest.raises(DomainError, match=r"harus antara tanggal dokumen \(20 November 2026\) dan hari ini"):
        sign(printed, operator, on=numbers.date(2026, 11, 19))
    with pytest.raises(DomainError, match="Pilih jenis tanda tangan"):
        sign(printed, operator, kind="none")


def test_nothing_can_be_signed_before_its_pdf_exists(issued, operator):
    with pytest.raises(DomainError, match="PDF dokumen ini belum jadi"):
        sign(issued, operator)
