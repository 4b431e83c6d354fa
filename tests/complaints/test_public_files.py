"""Files of the public: drawn anew, small, and nothing but pictures and PDFs."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from complaints.models import DraftFile
from complaints.services import pictures
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from tests.complaints.citizen import Citizen, photo, text

pytestmark = pytest.mark.django_db


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    )


def redrawn(name: str, data: bytes) -> Image.Image:
    content, _, _ = pictures.cleaned(SimpleUploadedFile(name, data))
    return Image.open(content)


def test_what_a_photo_tells_beside_its_points_is_gone(cast):
    citizen = Citizen()
    citizen.answer()
    citizen.post("lampiran/", berkas=photo())
    data = files.verified(StoredFile.objects.get())
    kept = Image.open(io.BytesIO(data))
    assert (dict(kept.getexif()), kept.info.keys() & {"exif", "comment", "icc_profile"}) == ({}, set())
    assert b"Rahasia" not in data


def test_a_photo_stays_upright(cast):
    content, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG", exif=turned)
    assert redrawn("a.jpg", content.getvalue()).size == (40, 60)


def test_a_large_photo_is_made_smaller_and_a_clear_ground_white():
    content = io.BytesIO()
    Image.new("RGBA", (4000, 100), (0, 0, 0, 0)).save(content, "PNG")
    kept = redrawn("layar.png", content.getvalue())
    assert (kept.format, kept.size, kept.getpixel((5, 5))) == ("JPEG", (2560, 64), (255, 255, 255))


def test_what_hides_behind_a_picture_is_not_kept():
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG")
    data, _, _ = pictures.cleaned(
        SimpleUploadedFile("a.jpg", content.getvalue() + b"PK\x03\x04<script>alert(1)</script>")
    )
    assert b"script" not in data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("besar.png", bomb(20_000, 20_000)),
        ("luas.png", bomb(6_000, 5_001)),
        ("rusak.png", bomb(500, 500)[:50]),
        ("rusak.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200),
        ("halaman.jpg", b"<html><script>alert(1)</script>"),
        ("gif.png", b"GIF89a%PDF-1.7"),
        ("campur.pdf", b"<script>alert(1)</script>%PDF-1.7\n"),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("program.exe", b"MZ" + b"\0" * 100),
        ("buku.xlsx", b"PK\x03\x04" + b"\0" * 100),
    ],
)
def test_what_is_no_photo_and_no_pdf_is_refused_in_words(cast, name, data):
    citizen = Citizen()
    citizen.answer()
    response = citizen.post("lampiran/", berkas=SimpleUploadedFile(name, data))
    assert response.status_code == 422
    assert DraftFile.objects.count() == 0


def test_a_pdf_is_a_pdf_by_its_first_bytes(cast):
    citizen = Citizen()
    citizen.answer()
    citizen.post("lampiran/", berkas=SimpleUploadedFile("surat.pdf", b"%PDF-1.7\n%%EOF"))
    assert DraftFile.objects.get().stored.content_type == "application/pdf"


def test_more_than_five_megabytes_are_refused_in_words(cast):
    citizen = Citizen()
    citizen.answer()
    response = citizen.post("lampiran/", berkas=SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 5 * 1024 * 1024))
    assert response.status_code == 422
    with pytest.raises(DomainError, match=r"paling besar 5 MB\. Yang diunggah 5,0 MB"):
        pictures.cleaned(SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 5 * 1024 * 1024))


def test_three_files_one_by_one_the_same_one_once_and_away_again(cast):
    citizen = Citizen()
    citizen.answer()
    for width in (60, 60, 61, 62, 63):
        last = citizen.post("lampiran/", berkas=photo(size=(width, 40)))
    assert (last.status_code, DraftFile.objects.count()) == (422, 3)
    first = DraftFile.objects.first()
    assert citizen.post("lampiran/", hapus=str(first.pk)).status_code == 302
    assert citizen.post("lampiran/", hapus=str(first.pk)).status_code == 302
    assert (DraftFile.objects.count(), StoredFile.objects.count()) == (2, 2)


def test_nobody_takes_the_file_of_another_away(cast):
    owner = Citizen()
    owner.post("lampiran/", berkas=photo())
    thief = Citizen()
    thief.answer()
    thief.post("lampiran/", hapus=str(DraftFile.objects.get().pk))
    assert DraftFile.objects.count() == 1


def test_a_file_is_taken_along_by_going_on(cast):
    citizen = Citizen()
    citizen.answer()
    assert citizen.post("lampiran/", berkas=photo(), lanjut="1")["Location"] == "/pengaduan/periksa/"
    assert "kartu.jpg" in text(citizen.get("periksa/"))
    assert citizen.post("lampiran/", lanjut="1")["Location"] == "/pengaduan/periksa/"
