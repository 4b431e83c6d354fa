"""The Kepala Dinas decides on all letters of a cycle with one password, under the rules of a single letter."""

from datetime import date

import pytest
from django.contrib.auth.hashers import make_password

from pkh_sembako.deadlines.models import Notification
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Official
from sop import waiting
from sop.services import notice_approval, notices
from tests.accounts.codes import code_of, equip
from tests.sop.conftest import LEMBEYAN, PARANG, PLAOSAN, work_through

PASSWORD = "sandi-uji-2026"


@pytest.fixture
def submitted(started, cast, time_machine):
    """Three letters that wait for the Kepala Dinas."""
    time_machine.move_to("2026-11-20 09:00+07:00", tick=False)
    Official.objects.create(
        post="kadis", title="Kepala Dinas Sosial", name="Bima Contoh", starts=date(2025, 1, 2), user=cast["kadis"]
    )
    for person in cast.values():
        person.password = make_password(PASSWORD)
        person.save(update_fields=["password"])
    cycle = started("magetan-sembako", places={PARANG: 1, PLAOSAN: 1, LEMBEYAN: 1}, tahap=11)
    for no in (1, 2, 3):
        work_through(cycle, no, cast)
    notices.make(cycle, by=cast["operator"])
    notices.submit(cycle, by=cast["operator"])
    return cycle


def marks(cycle, user) -> list[str]:
    return [
        f"{one.letter_id}:{notice_approval.fingerprint(one.letter)}" for one in notice_approval.waiting(cycle, user)
    ]


def states(cycle) -> list[str]:
    rows = Letter.objects.filter(notice__cycle=cycle).order_by("notice__kecamatan__name")
    return list(rows.values_list("state", flat=True))


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def sent(ticks: list[str], **changes) -> dict:
    return {"id": ticks, "decision": "setujui", "password": PASSWORD} | changes


def test_the_signer_is_told_once_and_finds_one_task_at_home(submitted, kadis, kabid):
    told_once = Notification.objects.filter(user=kadis, text__contains="surat pemberitahuan")
    address = f"/siklus/{submitted.pk}/surat/setujui/"
    assert [(one.text, one.url) for one in told_once] == [
        ("3 surat pemberitahuan Sembako Tahap 11 2026 menunggu persetujuan Anda.", address)
    ]
    tasks = [task for group in waiting.home(kadis) for task in group.tasks if task.url == address]
    assert [task.title for task in tasks] == ["Setujui 3 surat pemberitahuan"]
    assert [task for group in waiting.home(kabid) for task in group.tasks if task.url == address] == []


def test_all_letters_with_one_password(submitted, kadis, login):
    client = login(kadis)
    address = f"/siklus/{submitted.pk}/surat/setujui/"
    page = client.get(address)
    assert [row["notice"].kecamatan.name for row in page.context["rows"]] == ["Lembeyan", "Parang", "Plaosan"]
    answer = client.post(address, sent(marks(submitted, kadis)), follow=True)
    assert (told(answer), answer.redirect_chain[-1][0]) == (
        ["3 surat disetujui."],
        f"/siklus/{submitted.pk}/surat/",
    )
    assert states(submitted) == ["approved"] * 3


def test_some_of_them_and_the_others_back_with_a_reason(submitted, kadis, operator, login):
    client = login(kadis)
    address = f"/siklus/{submitted.pk}/surat/setujui/"
    first, *others = marks(submitted, kadis)
    assert told(client.post(address, sent([first]), follow=True)) == ["1 surat disetujui."]
    back = sent(others, decision="kembalikan", reason="Jumlah keluarga keliru")
    assert told(client.post(address, back, follow=True)) == ["2 surat dikembalikan kepada penyusun."]
    assert states(submitted) == ["approved", "draft", "draft"]
    text = "2 surat pemberitahuan Sembako Tahap 11 2026 dikembalikan: Jumlah keluarga keliru"
    assert list(Notification.objects.filter(user=operator, text__contains="dikembalikan").values_list("text")) == [
        (text,)
    ]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"id": []}, "__all__", "Centang suratnya lebih dahulu."),
        ({"id": ["x", "9" * 30, "1:" + "f" * 200]}, "__all__", "Centang suratnya lebih dahulu."),
        ({"id": ["999999:ab"]}, "__all__", "Centang suratnya lebih dahulu."),
        ({"decision": ""}, "decision", "Pilih setujui atau kembalikan."),
        ({"decision": "kembalikan", "reason": " "}, "reason", "Isi alasan pengembalian."),
        ({"password": "keliru"}, "password", "Kata sandi tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk."),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(submitted, kadis, login, changes, field, sentence):
    data = sent(marks(submitted, kadis)) | changes
    page = login(kadis).post(f"/siklus/{submitted.pk}/surat/setujui/", data)
    assert (page.status_code, page.context["form"].errors[field]) == (422, [sentence])
    assert page.context["ticked"] == (3 if "id" not in changes else 0)
    assert states(submitted) == ["submitted"] * 3


def test_a_letter_of_ones_own_and_one_that_changed_stay_and_the_third_moves(submitted, kadis, operator, login):
    seen = marks(submitted, kadis)
    one, two, _ = [notice.letter for notice in notice_approval.waiting(submitted, kadis)]
    for letter in (one, two):
        letters.return_(letter, reason="Keliru", by=kadis)
    letters.withdraw(one, by=operator)
    notices.make(submitted, by=kadis)
    Letter.objects.filter(pk=two.pk).update(subject="Hal lain")
    notices.submit(submitted, by=operator)
    seen[0] = marks(submitted, kadis)[0]
    answer = login(kadis).post(f"/siklus/{submitted.pk}/surat/setujui/", sent(seen), follow=True)
    assert told(answer) == [
        "1 surat disetujui.",
        "Surat Kecamatan Lembeyan: Surat tidak dapat disetujui oleh yang menyusunnya.",
        "Surat Kecamatan Parang: Isi surat ini berubah sejak halaman dibuka. Baca sekali lagi, lalu putuskan.",
    ]
    assert states(submitted) == ["submitted", "submitted", "approved"]
    assert [row["is_own"] for row in answer.context["rows"]] == [True, False]


def test_who_does_not_sign_these_letters_approves_none(submitted, kabid, operator, kadis, login):
    seen = marks(submitted, kadis)
    answer = login(kabid).post(f"/siklus/{submitted.pk}/surat/setujui/", sent(seen), follow=True)
    assert told(answer) == [
        f"Surat Kecamatan {name}: Surat ini menunggu Kepala dinas, bukan Anda."
        for name in ("Lembeyan", "Parang", "Plaosan")
    ]
    assert login(operator).get(f"/siklus/{submitted.pk}/surat/setujui/").status_code == 403
    assert states(submitted) == ["submitted"] * 3


def test_who_has_a_second_factor_types_its_code_for_these_letters(submitted, kadis, login):
    equip(kadis)
    client = login(kadis)
    address, seen = f"/siklus/{submitted.pk}/surat/setujui/", marks(submitted, kadis)
    assert client.post(address, sent(seen)).context["form"].errors == {"code": ["Isi kode dari aplikasi autentikator."]}
    with pytest.raises(DomainError, match="Ketik kode dari aplikasi autentikator"):
        notice_approval.approve(submitted, {Letter.objects.first().pk: ""}, by=kadis)
    answer = client.post(address, sent(seen, code=code_of(kadis)), follow=True)
    assert (told(answer), states(submitted)) == (["3 surat disetujui."], ["approved"] * 3)
