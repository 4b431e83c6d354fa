"""What a file is, its content says; where it lies, nobody can guess."""

import zipfile
from io import BytesIO

import pytest

from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import sniff
from pkh_sembako.lib.errors import DomainError
from tests.documents.conftest import A_PDF, picture, upload, workbook


def zipped(**members: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return target.getvalue()


MACRO = zipped(**{"[Content_Types].xml": "", "xl__workbook.xml": "", "xl__vbaProject.bin": ""})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (A_PDF, "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"MZ\x90\x00 not a document", ""),
        (b"<html><script>alert(1)</script>", ""),
        (picture("PNG")[:40], ""),
        (b"\xff\xd8\xff\xe0 no picture", ""),
        (zipped(hello="x"), ""),
        (MACRO, ""),
        (b"PK\x03\x04 broken", ""),
        (b"", ""),
    ],
)
def test_the_content_decides(content, kind):
    assert sniff(BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "kosong.pdf", "Berkas ini kosong. Pilih berkas yang berisi data."),
        (
            b"MZ program",
            "surat.pdf",
            "Isi berkas harus PDF atau JPEG atau PNG atau XLSX. Berkas surat.pdf bukan itu atau rusak.",
        ),
        (A_PDF + b"x" * 20 * 1024 * 1024, "besar.pdf", "Berkas paling besar 20 MB. Yang diunggah 20,0 MB."),
    ],
)
def test_what_may_not_be_kept_is_refused_in_words(operator, content, name, sentence):
    with pytest.raises(DomainError) as refusal:
        files.store(upload(content, name), by=operator)
    assert refusal.value.sentence == sentence


def test_a_stored_file_has_a_random_name_and_its_own_name_is_a_column(operator, settings):
    stored = files.store(upload(A_PDF, "../../etc/Tanda Terima.pdf"), by=operator)
    assert (stored.name, stored.content_type, stored.size) == ("Tanda Terima.pdf", "application/pdf", len(A_PDF))
    assert stored.file.name == f"{stored.pk.hex[:2]}/{stored.pk.hex}"
    assert files.verified(stored) == A_PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\x\\BA.pdf", "BA.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("", "berkas"),
        ("/", "berkas"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
        ("y" * 300, "y" * 160),
    ],
)
def test_a_name_is_made_plain(given, kept):
    assert files.plain_name(given) == kept
