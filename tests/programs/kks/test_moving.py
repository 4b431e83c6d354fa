"""Failed cards into another session, alone and several; three absences end at the bank; reasons and proofs in bulk."""

from datetime import date, time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksState
from programs.models import Kks, KksSlot
from programs.queries import kks_open as queries
from programs.queries import kks_schedule
from programs.services.kks import handing, moving
from tests.programs.kks.test_handing import photo, picture

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("daftar.pdf", PDF)


def why(call, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refused:
        call(*args, **kwargs)
    return refused.value.sentence


@pytest.fixture(autouse=True)
def first_day():
    with time_machine.travel("2026-11-24T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def failed(received, two_desa, operator) -> list[Kks]:
    """Three cards of the first desa whose families did not come."""
    cards = list(Kks.objects.filter(desa=two_desa[0]).select_related("household").order_by("pk")[:3])
    moving.fail_all([card.pk for card in cards], reason="tidak_hadir", proof=scan(), note="", by=operator)
    for card in cards:
        card.refresh_from_db()
    return cards


def session(schedule, desa, **changes) -> KksSlot:
    facts = {"day": date(2026, 11, 26), "start": time(9), "end": time(10), "team": 2, "place": "Balai", "cards": 1}
    return KksSlot(schedule=schedule, desa=desa, **(facts | changes))


def test_many_fail_with_one_scan(failed, two_desa):
    assert {card.state for card in failed} == {KksState.FAILED}
    events = [card.events.get(move="fail") for card in failed]
    assert len({event.evidence_id for event in events}) == StoredFile.objects.count() == 1
    assert {(event.reason, event.proof, event.proof_words) for event in events} == {
        ("tidak_hadir", "daftar", "Pindaian daftar tanda terima")
    }


def test_a_new_session_holds_just_the_chosen_cards_and_nobody_elses_time_changes(failed, received, two_desa, operator):
    before = dict(Kks.objects.exclude(pk__in=[card.pk for card in failed]).values_list("pk", "slot"))
    moved = moving.into_new_session(
        [card.pk for card in failed], session(received, two_desa[0]), note="Dua kali", by=operator
    )
    assert (moved.done, moved.refused) == (3, [])
    slot = KksSlot.objects.get(day=date(2026, 11, 26))
    assert slot.cards == 3
    assert set(Kks.objects.filter(slot=slot).values_list("state", flat=True)) == {KksState.RESCHEDULED}
    assert dict(Kks.objects.exclude(pk__in=[card.pk for card in failed]).values_list("pk", "slot")) == before
    assert kks_schedule.check(received).conflicts == {}


def test_a_session_says_in_words_why_it_cannot_take_them(failed, received, two_desa, operator):
    ids = [card.pk for card in failed]
    move = {"note": "Ulang", "by": operator}
    weekend = session(received, two_desa[0], day=date(2026, 11, 28))
    assert why(moving.into_new_session, ids, weekend, **move) == "Sabtu, 28 November 2026 bukan hari kerja."
    past = session(received, two_desa[0], day=date(2026, 11, 23))
    assert why(moving.into_new_session, ids, past, **move) == (
        "Senin, 23 November 2026 sudah lewat. Pilih hari ini atau sesudahnya."
    )
    short = session(received, two_desa[0], end=time(9, 12))
    assert why(moving.into_new_session, ids, short, **move) == (
        "3 kartu terlalu banyak untuk 12 menit; satu tim menyerahkan paling banyak 2."
    )
    assert why(moving.into_new_session, ids, session(received, two_desa[0], team=9), **move) == (
        "Tim 9 tidak ada; tim 1 sampai 2."
    )
    other = KksSlot.objects.create(**_fields(session(received, two_desa[1])))
    assert why(moving.into_session, ids, other, **move) == (
        f"Kartu ini milik {two_desa[0].name}, sedangkan sesinya di {two_desa[1].name}."
    )
    assert why(moving.into_session, [], other, **move) == "Centang kartunya lebih dahulu."
    small = KksSlot.objects.create(**_fields(session(received, two_desa[0], start=time(10), end=time(10, 12))))
    assert why(moving.into_session, ids, small, **move) == (
        "Sesi Kamis, 26 November 2026, 10.00–10.12 masih dapat menampung 2 kartu, padahal 3 dipilih. Pilih sesi lain "
        "atau buat sesi tambahan."
    )
    assert {card.state for card in Kks.objects.filter(pk__in=ids)} == {KksState.FAILED}


def _fields(slot: KksSlot) -> dict:
    return {name: getattr(slot, name) for name in ("schedule", "desa", "day", "start", "end", "team", "place", "cards")}


def test_who_is_still_scheduled_stays_and_is_named(failed, received, two_desa, operator):
    waiting = Kks.objects.filter(desa=two_desa[0], state=KksState.SCHEDULED).select_related("slot").first()
    slot = KksSlot.objects.create(**_fields(session(received, two_desa[0])))
    moved = moving.into_session([failed[0].pk, waiting.pk], slot, note="Ulang", by=operator)
    assert moved.done == 1
    assert [(card.pk, words.split(".")[1].strip()) for card, words in moved.refused] == [
        (waiting.pk, "Catat dahulu hasil sesi itu")
    ]


@pytest.fixture
def thrice(failed, received, two_desa, operator) -> list[Kks]:
    for day in (25, 26):
        ids = [card.pk for card in failed]
        slot = session(received, two_desa[0], day=date(2026, 11, day), team=1, start=time(13), end=time(14))
        moving.into_new_session(ids, slot, note="Ulang", by=operator)
        moving.fail_all(ids, reason="tidak_hadir", proof=scan(), note="", by=operator)
    return failed


def test_three_absences_end_at_the_bank_with_reason_and_proof(thrice, received, sembako, two_desa, operator):
    ids = [card.pk for card in thrice]
    assert [card.pk for card in queries.listed(sembako, operator, two_desa[0], "tiga")] == ids
    assert [(one.code, one.thrice) for one in queries.by_desa(sembako, operator)] == [
        (two_desa[0].pk, 3), (two_desa[1].pk, 0),
    ]  # fmt: skip
    slot = session(received, two_desa[0], day=date(2026, 11, 27))
    assert why(moving.into_new_session, ids, slot, note="Lagi", by=operator) == (
        "Sudah tiga kali tidak hadir: kembalikan ke bank, jangan diundang lagi."
    )
    assert why(moving.send_back_all, ids, proof=scan(), note=" ", by=operator) == (
        "Tulis alasan pengembalian; tersimpan pada riwayat setiap kartu."
    )
    moved = moving.send_back_all(ids, proof=picture(), note="Tiga kali tidak hadir", by=operator)
    assert (moved.done, moved.refused) == (3, [])
    event = thrice[0].events.get(move="send_back")
    assert (event.note, event.evidence.content_type) == ("Tiga kali tidak hadir", "image/jpeg")


def test_the_page_moves_fails_and_returns_what_is_ticked(failed, received, sembako, two_desa, operator, login):
    client = login(operator)
    address = f"/kks/belum/{sembako.pk}/?desa={two_desa[0].pk}"
    assert client.get(f"/kks/belum/{sembako.pk}/").context["left"] == 17
    assert [card.pk for card in client.get(f"{address}&keadaan=gagal").context["rows"]] == [card.pk for card in failed]
    nothing = client.post(address, {"aksi": "kembali", "kembali-note": "Pindah", "kembali-proof": scan()})
    assert nothing.context["form"].non_field_errors() == ["Centang kartunya lebih dahulu."]
    unsaid = client.post(address, {"aksi": "pindah", "id": failed[0].pk, "pindah-session": "baru", "pindah-note": "x"})
    assert (unsaid.status_code, sorted(unsaid.context["form"].errors)) == (
        422,
        ["day", "end", "place", "start", "team"],
    )
    sent = {
        "aksi": "pindah", "id": [failed[0].pk, failed[1].pk], "pindah-session": "baru", "pindah-day": "2026-11-26",
        "pindah-start": "09:00", "pindah-end": "10:00", "pindah-team": "2", "pindah-place": "Balai",
        "pindah-note": "Panen raya",
    }  # fmt: skip
    page = client.post(address, sent, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["2 kartu dijadwalkan ulang."]
    back = client.post(
        address,
        {"aksi": "kembali", "id": failed[2].pk, "kembali-note": "Menolak", "kembali-proof": scan()},
        follow=True,
    )
    assert [str(one) for one in back.context["messages"]] == ["1 kartu dikembalikan ke bank."]
    assert [Kks.objects.get(pk=card.pk).state for card in failed] == ["rescheduled", "rescheduled", "returned"]


def test_a_leader_only_looks_and_elsewhere_there_is_nothing(failed, sembako, two_desa, korcam_parang, kadis, login):
    address = f"/kks/belum/{sembako.pk}/?desa={two_desa[0].pk}"
    assert login(korcam_parang).get(address).status_code == 404
    page = login(kadis).get(address)
    assert (page.status_code, page.context["may_act"]) == (200, False)


def test_one_card_fails_with_the_scanned_list(received, operator, login):
    card = Kks.objects.filter(state=KksState.SCHEDULED).first()
    sent = {"key": "0c5c5a1e-7a2f-4b44-9c1f-8a2a35c1f6aa", "reason": "merantau", "photo": scan()}
    assert login(operator).post(f"/kks/kartu/{card.pk}/fail/", sent).status_code == 302
    event = card.events.get(move="fail")
    assert (event.proof, event.evidence.content_type) == ("daftar", "application/pdf")


def test_the_officer_is_told_of_a_card_whose_session_is_elsewhere(received, two_desa, operator, login):
    card = Kks.objects.filter(desa=two_desa[0]).first()
    other = KksSlot.objects.filter(desa=two_desa[1]).first()
    Kks.objects.filter(pk=card.pk).update(slot=other)
    page = login(operator).get(f"/kks/serah/{card.pk}/")
    own, elsewhere = (f"{desa.get_kind_display()} {desa.name}, Kec. Plaosan" for desa in two_desa)
    assert page.context["is_elsewhere"] is True
    assert page.context["oddities"][:2] == [
        f"Anda belum memilih desa tempat bertugas. Kartu ini milik {own}.",
        f"Sesi kartu ini di {elsewhere}, sedangkan kartunya milik {own}.",
    ]
    card.refresh_from_db()
    facts = {"receiver": "kpm", "receiver_name": "Contoh", "by": operator}
    assert why(handing.hand_over, card, proof=photo(), **facts).startswith(f"Kartu ini milik {own}")
    assert handing.hand_over(card, proof=photo(), anyway="Salah cetak jadwal", **facts).note == (
        "Diserahkan di desa lain: Salah cetak jadwal"
    )
