"""Electronic signatures: read as they are, never better; made here only where the office allows it."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.models import Document, DocumentSignature, SigningPolicy
from pkh_sembako.documents.services import files, issuing, letters, signatures, signing, templates
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.pdf import render
from tests.documents.conftest import A_PDF, upload
from tests.documents.test_guards import refused, without_guard
from tests.documents.test_letters import DAY, NUMBER, TASK, content, official  # noqa: F401

PASSWORD = "kata sandi contoh"
NAME = "Bima Surengrana"


def certificate(*, days: int = 365) -> tuple[bytes, bytes]:
    """(PKCS#12, its certificate as PEM) of an invented person, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    store = pkcs12.serialize_key_and_certificates(b"contoh", key, made, None, encryption)
    return store, made.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    return certificate()


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render("<html><head><title>Surat</title></head><body><p>Isi surat contoh.</p></body></html>")


@pytest.fixture(scope="module")
def signed(pair, paper) -> bytes:
    return signing.Pkcs12Signer(pair[0], PASSWORD).sign(paper, reason="Menandatangani", place="Magetan")


@pytest.fixture
def roots(settings, tmp_path, pair):
    """The office trusts this one certificate."""
    settings.VAR_DIR = tmp_path
    (tmp_path / signatures.ROOTS).write_bytes(pair[1])


@pytest.fixture
def no_roots(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def what(content: bytes) -> list[tuple[str, str, str]]:
    return [(one.signer, one.intactness, one.trust) for one in signatures.read(content)]


def test_without_roots_trust_is_unknown(signed, no_roots):
    assert what(signed) == [(NAME, "intact", "unknown")]
    found = signatures.read(signed)[0]
    assert (found.issuer, found.stamped, found.signed_at.astimezone(UTC).date()) == (
        NAME,
        False,
        datetime.now(UTC).date(),
    )


def test_with_its_root_the_certificate_is_trusted(signed, roots):
    assert what(signed) == [(NAME, "intact", "trusted")]


def test_another_root_does_not_make_it_trusted(signed, no_roots, tmp_path):
    (tmp_path / signatures.ROOTS).write_bytes(certificate()[1])
    assert what(signed) == [(NAME, "intact", "untrusted")]


def test_one_changed_byte_breaks_it(signed, roots):
    place = signed.index(b"endstream") - 5
    forged = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert [row[1] for row in what(forged)] == ["broken"]


def test_pages_added_after_signing_are_seen(signed, roots):
    writer = PdfWriter(io.BytesIO(signed), incremental=True)
    writer.add_blank_page(210, 297)
    target = io.BytesIO()
    writer.write(target)
    assert [row[1] for row in what(target.getvalue())] == ["broken"]


@pytest.mark.parametrize("content", [A_PDF, b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 500])
def test_a_file_without_signatures_or_sense_has_none(content):
    assert signatures.read(content) == []


def test_an_unsigned_pdf_has_none(paper):
    assert signatures.read(paper) == []


def test_the_upload_of_a_signed_copy_keeps_what_was_read(printed, operator, signed, no_roots, login):
    issuing.sign(printed, upload=upload(signed), signed_on=printed.dated, kind="certified", by=operator)
    row = DocumentSignature.objects.get()
    assert (row.document, row.signer, row.intactness, row.trust) == (printed, NAME, "intact", "unknown")
    body = login(operator).get(f"/dokumen/{printed.pk}/").content.decode()
    for words in (NAME, "Tidak berubah sejak ditandatangani", "Belum dapat dipastikan"):
        assert words in body
    with refused("tidak dapat diubah atau dihapus"):
        DocumentSignature.objects.update(trust="trusted")
    with without_guard("documents_documentsignature"):
        assert DocumentSignature.objects.update(trust="trusted") == 1


def test_a_copy_called_certified_without_a_signature_is_said_to_have_none(printed, operator, login):
    issuing.sign(printed, upload=upload(A_PDF), signed_on=printed.dated, kind="certified", by=operator)
    body = login(operator).get(f"/dokumen/{printed.pk}/").content.decode()
    assert "tidak memuat tanda tangan elektronik" in body


@pytest.fixture
def letter_document(official, operator, kadis) -> Document:  # noqa: F811
    letter = letters.draft(TASK, content(), template=templates.current(TASK), by=operator)
    letters.submit(letter, by=operator)
    letters.approve(letter, by=kadis)
    return publish(letter, dated=DAY, number=NUMBER, by=operator)


def sentence(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    return refusal.value.sentence


def allow(admin) -> SigningPolicy:
    return signing.decide(local=True, reason="Nota dinas", by=admin)


def test_nobody_signs_here_until_the_office_allows_it(letter_document, admin, kadis, pair):
    signer = signing.Pkcs12Signer(pair[0], PASSWORD)
    assert sentence(signing.sign_here, letter_document, signer, place="Magetan", by=kadis) == (
        "Kantor belum mengizinkan tanda tangan elektronik di aplikasi ini."
    )
    allow(admin)
    assert sentence(signing.decide, local=True, reason="lagi", by=admin) == "Keputusan ini sudah berlaku."
    signing.decide(local=False, reason="Dicabut", by=admin)
    assert (signing.is_allowed(), SigningPolicy.objects.count()) == (False, 2)


def test_the_signer_signs_and_the_document_is_final(letter_document, admin, kadis, kabid, pair, no_roots):
    allow(admin)
    signer = signing.Pkcs12Signer(pair[0], PASSWORD)
    assert sentence(signing.sign_here, letter_document, signer, place="Magetan", by=kabid) == (
        "Surat ini ditandatangani Kepala dinas, bukan Anda."
    )
    done = signing.sign_here(letter_document, signer, place="Magetan", by=kadis)
    assert (done.state, done.signature_kind, done.signed_by) == ("final", "local", kadis)
    original, copy = files.verified(done.pdf), files.verified(done.signed)
    assert copy.startswith(original)  # nothing before the signature was touched
    assert b"ETSI.CAdES.detached" in copy
    assert len(PdfReader(io.BytesIO(copy)).pages) == len(PdfReader(io.BytesIO(original)).pages)
    assert [row.signer for row in done.signatures.all()] == [NAME]
    assert sentence(signing.sign_here, letter_document, signer, place="Magetan", by=kadis) == (
        "Salinan bertanda tangan dokumen ini sudah ada."
    )


@pytest.mark.parametrize(
    ("store", "password", "told"),
    [
        ("good", "salah", "Sertifikat tidak dapat dibuka. Periksa berkas .p12 dan kata sandinya."),
        ("none", PASSWORD, "Sertifikat tidak dapat dibuka. Periksa berkas .p12 dan kata sandinya."),
        ("old", PASSWORD, "Masa berlaku sertifikat ini belum mulai atau sudah habis."),
    ],
)
def test_a_certificate_that_does_not_serve_is_refused(paper, pair, store, password, told):
    stores = {"good": pair[0], "none": b"bukan sertifikat", "old": certificate(days=-10)[0]}
    assert sentence(signing.Pkcs12Signer(stores[store], password).sign, paper, reason="x", place="y") == told


def test_the_page_signs_and_keeps_neither_file_nor_password(letter_document, admin, kadis, operator, pair, login):
    path = f"/dokumen/{letter_document.pk}/tanda-tangan-elektronik/"
    assert login(kadis).get(path).url == f"/dokumen/{letter_document.pk}/"
    client = login(admin)
    assert client.post("/dokumen/tte/", {"local": "1", "reason": ""}).status_code == 422
    assert client.post("/dokumen/tte/", {"local": "1", "reason": "Nota dinas"}).url == "/dokumen/tte/"
    assert login(operator).get(path).status_code == 403
    chief = login(kadis)
    assert "Tanda tangani di sini" in chief.get(f"/dokumen/{letter_document.pk}/").content.decode()
    wrong = chief.post(path, {"berkas": SimpleUploadedFile("saya.p12", pair[0]), "password": "salah"})
    assert (wrong.status_code, "salah" in wrong.content.decode()) == (422, False)
    done = chief.post(path, {"berkas": SimpleUploadedFile("saya.p12", pair[0]), "password": PASSWORD})
    letter_document.refresh_from_db()
    assert (done.url, letter_document.state) == (f"/dokumen/{letter_document.pk}/", "final")
    assert sorted(files.StoredFile.objects.values_list("content_type", flat=True)) == ["application/pdf"] * 2


def test_the_certificate_is_not_printed_by_accident(pair):
    assert repr(signing.Pkcs12Signer(pair[0], PASSWORD)) == ("Pkcs12Signer(kind=SignatureKind.LOCAL)")


def test_the_day_of_signing_is_not_before_the_letters(letter_document):
    assert letter_document.dated == date(2026, 11, 20)
