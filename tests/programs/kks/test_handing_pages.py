"""The pages of handing over: only own cards, numbers by POST and masked, proofs read with a trace."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.office.models import Desa
from programs.enums import KksState
from tests.programs.kks.factories import cards


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(content, "PNG")
    return SimpleUploadedFile("foto.png", content.getvalue())


@pytest.fixture
def card(sembako, two_desa, operator):
    return cards(sembako, two_desa[0], 1, by=operator)[0]


def form(card, **changes) -> dict:
    return {
        "key": str(uuid4()), "receiver": "kpm", "receiver_name": card.household.name, "proof": "foto",
        "photo": picture(),
    } | changes  # fmt: skip


def test_found_handed_over_and_back_at_the_search_with_a_receipt(card, operator, login):
    client = login(operator)
    page = client.post("/kks/serah/", {"q": card.number[-4:]})
    assert [one.pk for one in page.context["found"]] == [card.pk]
    assert card.number not in page.content.decode()
    saved = client.post(f"/kks/serah/{card.pk}/", form(card), follow=True)
    assert (saved.redirect_chain, [str(one) for one in saved.context["messages"]]) == (
        [("/kks/serah/", 302)],
        [f"Tercatat: KKS {card.household.name}, {card.desa.name}, sudah diserahkan."],
    )
    card.refresh_from_db()
    assert card.state == KksState.HANDED_OVER
    again = client.post(f"/kks/serah/{card.pk}/", form(card))
    assert (again.status_code, again.context["is_open"]) == (422, False)


def test_a_card_elsewhere_does_not_exist(card, login, korcam_parang, korcam_plaosan):
    assert login(korcam_plaosan).get(f"/kks/kartu/{card.pk}/").status_code == 200
    stranger = login(korcam_parang)
    assert stranger.post("/kks/serah/", {"q": card.number[-4:]}).context["found"] == []
    for address in (f"/kks/kartu/{card.pk}/", f"/kks/serah/{card.pk}/", f"/kks/kartu/{card.pk}/fail/"):
        assert stranger.get(address).status_code == 404


def test_a_proof_is_read_with_a_trace(card, operator, login):
    client = login(operator)
    client.post(f"/kks/serah/{card.pk}/", form(card))
    answer = client.get(f"/kks/kartu/{card.pk}/2/bukti/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert ReadLog.objects.filter(purpose="Bukti kartu KKS", user=operator).count() == 1
    assert client.get(f"/kks/kartu/{card.pk}/2/kuasa/").status_code == 404


def test_numbers_are_revealed_with_a_purpose(card, operator, login):
    client = login(operator)
    answer = client.post(f"/kks/kartu/{card.pk}/tampilkan/nomor/", {"purpose": "penyaluran"})
    assert card.number in answer.content.decode()
    assert ReadLog.objects.filter(user=operator, subject__startswith="Nomor KKS").count() == 1


def test_failing_reporting_and_an_unknown_verb(card, operator, login):
    client = login(operator)
    sent = {"key": str(uuid4()), "reason": "pindah", "photo": picture()}
    assert client.post(f"/kks/kartu/{card.pk}/fail/", sent).status_code == 302
    back = client.post(f"/kks/kartu/{card.pk}/send_back/", {"key": str(uuid4()), "note": "Diminta bank"})
    assert (back.status_code, back.context["form"].errors) == (
        422,
        {"evidence": ["Unggah tanda terima bank atau bukti lain."]},
    )
    assert client.get(f"/kks/kartu/{card.pk}/replace/").status_code == 404
    assert [words for words, _ in client.get(f"/kks/kartu/{card.pk}/").context["actions"]] == [
        "damage", "lose", "send_back",
    ]  # fmt: skip


def test_the_signed_list_ticks_rows(sembako, two_desa, operator, login):
    made = cards(sembako, two_desa[0], 3, by=operator)
    address = f"/kks/serah/daftar/{sembako.pk}/{two_desa[0].pk}/"
    client = login(operator)
    sent = {"key": str(uuid4()), "scan": picture(), "id": [str(made[0].pk), str(made[2].pk), "x"]}
    page = client.post(address, sent)
    assert (page.status_code, page.context["ticked"].done, [row[0] for row in page.context["rows"]]) == (
        200,
        2,
        [made[1]],
    )
    assert client.post(address, {"key": str(uuid4()), "scan": picture()}).status_code == 422
    assert client.get(f"/kks/serah/daftar/{sembako.pk}/{Desa.objects.last().pk}/").status_code == 404


def test_the_counter_follows_the_desa(card, operator, login):
    client = login(operator)
    client.get(f"/kks/serah/?desa={card.desa_id}")
    counter = client.get("/kks/serah/hitung/", headers={"HX-Request": "true"}).context["counter"]
    assert (counter.handed_over, counter.received) == (0, 1)
    assert client.get("/kks/serah/hitung/")["Location"] == "/kks/serah/"  # a part of a page is no page


def test_the_family_page_leads_to_its_card(card, operator, login):
    page = login(operator).get(f"/keluarga/{card.household_id}/")
    assert page.context["cards"] == [card]
    assert page.content.decode().count(f'href="/kks/kartu/{card.pk}/"') == 1


def test_a_form_without_its_key_is_asked_for_again_in_words(card, operator, login):
    for key in ({}, {"key": "x"}):
        page = login(operator).post(f"/kks/kartu/{card.pk}/lose/", {"note": "Hilang"} | key)
        assert page.context["form"].errors["key"] == [
            "Formulir ini tidak lengkap terkirim. Muat ulang halaman, lalu isi sekali lagi."
        ]
