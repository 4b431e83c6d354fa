"""Handing over: what must be there, what is refused with who and why, and what follows for the family."""

import base64
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksState
from programs.models import Enrollment, KksTally
from programs.services.kks import handing, proofs, ticking
from tests.programs.kks.factories import cards


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(
        content, kind, exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
    )
    return SimpleUploadedFile(f"foto.{kind.lower()}", content.getvalue())


def drawn(ink: tuple[int, int, int, int]) -> str:
    content = io.BytesIO()
    Image.new("RGBA", (60, 20), ink).save(content, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()


def photo() -> handing.Proof:
    return handing.Proof("foto", picture())


def give(card, by, **changes):
    facts = {"receiver": "kpm", "receiver_name": card.household.name, "proof": photo()}
    return handing.hand_over(card, by=by, **(facts | changes))


@pytest.fixture
def card(sembako, two_desa, operator):
    return cards(sembako, two_desa[0], 1, by=operator)[0]


def why(call, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refused:
        call(*args, **kwargs)
    return refused.value.sentence


def test_a_photo_is_proof_and_the_membership_becomes_active(card, operator):
    enrollment = Enrollment.objects.create(household=card.household, program="sembako", status="validated")
    event = give(card, operator, home_visit=True, note="Sakit")
    enrollment.refresh_from_db()
    assert (card.state, enrollment.status, event.proof, event.home_visit, event.note) == (
        KksState.HANDED_OVER, "active", "foto", True, "Sakit",
    )  # fmt: skip
    assert event.evidence.content_type == "image/jpeg"
    assert not Image.open(event.evidence.file).getexif()


def test_a_large_photo_is_made_small(operator):
    stored = proofs.photo(picture("PNG", (3200, 1600)), by=operator)
    assert (stored.content_type, Image.open(stored.file).size) == ("image/jpeg", (1600, 800))


def test_a_signature_counts_only_when_something_was_drawn(card, operator):
    unsigned = why(give, card, operator, proof=handing.Proof("tanda_tangan", signature=drawn((0, 0, 0, 0))))
    assert unsigned == "Tanda tangan belum dibubuhkan. Minta penerima menandatangani di kotak, lalu simpan."
    assert (
        why(give, card, operator, proof=handing.Proof("tanda_tangan", signature="data:image/png;base64,xx")) == unsigned
    )
    event = give(card, operator, proof=handing.Proof("tanda_tangan", signature=drawn((0, 0, 0, 255))))
    assert (event.proof, event.evidence.content_type) == ("tanda_tangan", "image/png")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"receiver": ""}, "Pilih siapa yang menerima kartu."),
        ({"receiver_name": " "}, "Tulis nama penerima kartu."),
        ({"receiver": "kuasa"}, "Unggah foto atau pindaian surat kuasa. Tanpa surat kuasa kartu tidak diserahkan."),
        ({"proof": handing.Proof("")}, "Pilih bukti: foto, tanda tangan di layar, atau pindaian daftar."),
        (
            {"proof": handing.Proof("foto", SimpleUploadedFile("a.jpg", b"bukan gambar"))},
            "Bukti foto harus JPEG atau PNG. Berkas ini bukan itu atau rusak.",
        ),
        (
            {"proof": handing.Proof("foto")},
            "Bukti wajib ada: foto, tanda tangan di layar, atau pindaian daftar yang ditandatangani.",
        ),
        ({"at": timezone.now() + timedelta(days=1)}, "Waktu penyerahan tidak boleh sesudah sekarang."),
        (
            {"at": timezone.now() - timedelta(days=400)},
            "Waktu penyerahan tidak boleh sebelum kartu diterima dari bank.",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(card, operator, changes, sentence):
    assert why(give, card, operator, **changes) == sentence
    assert (card.events.count(), StoredFile.objects.count()) == (1, 0)


def test_the_wrong_desa_is_told_and_needs_a_reason(card, operator, two_desa):
    own, other = two_desa
    assert why(give, card, operator, desa=other.pk) == (
        f"Kartu ini milik {own.get_kind_display()} {own.name}, Kec. Plaosan, bukan desa tempat Anda bertugas. "
        "Bila tetap diserahkan di sini, tulis alasannya."
    )
    event = give(card, operator, desa=other.pk, anyway="Bekerja di sini")
    assert event.note == "Diserahkan di desa lain: Bekerja di sini"


def test_the_same_form_twice_keeps_one_proof(card, operator):
    key = uuid4()
    assert give(card, operator, key=key) == give(card, operator, key=key)
    assert StoredFile.objects.count() == 1


def test_who_handed_over_does_not_withdraw(card, operator, ratri):
    give(card, operator)
    assert why(handing.withdraw, card, by=operator, note="Keliru") == (
        "Yang mencatat penyerahan tidak dapat membatalkannya sendiri. Mintalah petugas lain."
    )
    assert why(handing.withdraw, card, by=ratri, note=" ") == "Tulis mengapa penyerahan ini dibatalkan."
    handing.withdraw(card, by=ratri, note="Keliru orang")
    assert (card.state, card.holder) == (KksState.RECEIVED, "Dinas Sosial dan petugas distribusi")


def test_failing_and_going_back_need_a_reason_and_proof(card, operator):
    assert why(handing.fail, card, reason="", proof=photo(), by=operator) == "Pilih alasan kartu gagal diserahkan."
    handing.fail(card, reason="pindah", proof=photo(), by=operator, note="Ke Ngawi")
    assert why(handing.report, card, "send_back", by=operator, note="") == (
        "Tulis keterangannya; tersimpan pada riwayat kartu."
    )
    assert why(handing.report, card, "send_back", by=operator, note="Lewat kurir bank") == (
        "Unggah bukti pengembalian, misalnya tanda terima bank."
    )
    handing.report(card, "send_back", by=operator, note="Lewat kurir bank", evidence=picture())
    assert (card.state, card.holder) == (KksState.RETURNED, "Bank penyalur")


def test_a_scanned_list_ticks_rows_and_names_what_it_could_not(sembako, two_desa, operator):
    made = cards(sembako, two_desa[0], 4, by=operator)
    Enrollment.objects.create(household=made[0].household, program="sembako", status="candidate")
    handing.report(made[1], "lose", by=operator, note="Kotak hilang")
    key, ids = uuid4(), [card.pk for card in made[:3]]
    first = ticking.tick(ids, scan=picture(), by=operator, key=key)
    again = ticking.tick(ids, scan=picture(), by=operator, key=key)
    assert (first.done, [card.pk for card, _ in first.refused]) == (2, [made[1].pk])
    assert again == first
    tally = KksTally.objects.get(desa=two_desa[0])
    assert (tally.received, tally.handed_over, tally.to_do, tally.lost) == (4, 2, 1, 1)
    event = made[2].events.get(move="hand_over")
    assert (event.receiver, event.receiver_name, event.proof) == ("kpm", made[2].household.name, "daftar")
    assert Enrollment.objects.get().status == "active"


def test_a_list_does_not_count_a_card_of_which_its_form_said_something_else(card, operator):
    key = uuid4()
    handing.fail(card, reason="pindah", proof=photo(), by=operator, key=key)
    told = ticking.tick([card.pk], scan=picture(), by=operator, key=key)
    assert (told.done, [why for _, why in told.refused], card.events.count()) == (
        0, ["Formulir ini sudah dikirim untuk pencatatan lain. Muat ulang halaman kartu."], 2,
    )  # fmt: skip
