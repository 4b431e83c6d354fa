"""/kks/ and the jadwal on screen: totals, the calendar, what each role may do there."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.models import Kks, KksSchedule, KksScheduleReceipt
from programs.queries import kks_totals as totals
from programs.services.kks import door, scheduling
from tests.programs.kks.factories import PLAOSAN, cards

SIZES = {"starts": "2026-11-23", "teams": "2", "per_hour": "10", "days": "15"}
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def address(received) -> str:
    return f"/kks/jadwal/{received.pk}/"


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def slot_values(slot, **changes) -> dict[str, str]:
    values = {
        "desa": slot.desa_id,
        "day": f"{slot.day:%Y-%m-%d}",
        "start": f"{slot.start:%H:%M}",
        "end": f"{slot.end:%H:%M}",
        "team": slot.team,
        "cards": slot.cards,
        "place": slot.place,
        "officers": slot.officers,
    }
    return values | changes


def test_the_day_of_a_schedule(login, sembako, waiting, bank, operator, camat_plaosan):
    """The bank proposes and makes it, the operator receives it, the camat confirms."""
    answer = login(bank).post(f"/kks/jadwal/baru/{sembako.pk}/", SIZES, follow=True)
    schedule = KksSchedule.objects.get()
    assert told(answer) == [f"Konsep {schedule} tersusun. Periksa, ubah bila perlu, lalu nyatakan selesai."]
    address = schedule.get_absolute_url()
    assert login(camat_plaosan).get(address).status_code == 404
    assert told(login(bank).post(f"{address}selesai/", follow=True)) == ["Jadwal dinyatakan selesai."]
    assert told(login(bank).post(f"{address}terima/", follow=True)) == [
        "Jadwal diterima oleh Dinas Sosial, bukan oleh bank penyalur."
    ]
    upload = SimpleUploadedFile("jadwal.pdf", PDF, "application/pdf")
    assert told(login(operator).post(f"{address}terima/", {"file": upload}, follow=True)) == [
        "Jadwal diterima; setiap kartu mendapat sesinya."
    ]
    assert KksSchedule.objects.get().evidence.name == "jadwal.pdf"
    assert told(login(camat_plaosan).post(f"{address}terima/{PLAOSAN}/", follow=True)) == [
        "Kecamatan Plaosan tercatat menerima jadwal."
    ]
    assert KksScheduleReceipt.objects.get().by == camat_plaosan


def test_the_operator_records_a_kecamatan_with_its_paper(login, operator, address):
    upload = SimpleUploadedFile("surat.pdf", PDF, "application/pdf")
    login(operator).post(f"{address}terima/{PLAOSAN}/", {"file": upload})
    assert KksScheduleReceipt.objects.get().recorded_for is True


def test_a_kecamatan_does_not_confirm_for_another(login, address, camat_plaosan):
    assert login(camat_plaosan).post(f"{address}terima/35.20.01/").status_code == 404


def test_another_kecamatan_does_not_see_it(login, address, korcam_parang):
    assert [login(korcam_parang).get(f"{address}{rest}").status_code for rest in ("", "cetak/", "kalender.ics")] == [
        404,
        404,
        404,
    ]


def test_a_conflict_is_told_in_words_on_the_page(login, draft, bank):
    slot = draft.slots.first()
    answer = login(bank).post(
        f"/kks/jadwal/{draft.pk}/sesi/{slot.pk}/", slot_values(slot, day="2026-11-29"), follow=True
    )
    assert told(answer) == ["Sesi disimpan, tetapi bertentangan: Minggu, 29 November 2026 bukan hari kerja."]
    assert answer.context["check"].conflicts == {slot.pk: ["Minggu, 29 November 2026 bukan hari kerja."]}
    assert "Minggu, 29 November 2026 bukan hari kerja." in answer.content.decode()


def test_a_team_in_two_places_keeps_what_was_typed(login, draft, two_desa, bank):
    slot = draft.slots.first()
    answer = login(bank).post(f"/kks/jadwal/{draft.pk}/sesi/", slot_values(slot, cards=1, place="Pendopo"))
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [scheduling.TWO_PLACES])
    assert answer.context["form"]["place"].value() == "Pendopo"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"end": "07:00"}, "end", "Jam selesai harus sesudah jam mulai."),
        ({"start": "pagi"}, "start", "Tulis jam, misalnya 08:00."),
        ({"cards": "0"}, "cards", "Paling sedikit 1."),
        ({"team": "40000"}, "team", "Paling banyak 1000."),
        ({"day": "31-02-2026"}, "day", "Tulis tanggal yang ada di kalender, misalnya 22-11-2026."),
        ({"desa": "99"}, "desa", "Pilih salah satu yang ada di daftar."),
    ],
)
def test_a_session_that_cannot_be_says_what_is_wrong(login, draft, bank, changes, field, sentence):
    slot = draft.slots.first()
    answer = login(bank).post(f"/kks/jadwal/{draft.pk}/sesi/{slot.pk}/", slot_values(slot, **changes))
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [sentence])


def test_after_receipt_a_session_changes_with_a_reason(login, received, operator, address):
    slot = received.slots.first()
    silent = login(operator).post(f"{address}sesi/{slot.pk}/", slot_values(slot, place="Pendopo"))
    assert silent.context["form"].errors == {"reason": ["Isi alasan perubahan."]}
    login(operator).post(f"{address}sesi/{slot.pk}/", slot_values(slot, place="Pendopo", reason="Balai dipakai"))
    assert slot.history.values_list("place", "history_change_reason").first() == ("Pendopo", "Balai dipakai")


def test_withdrawn_with_a_reason_only(login, operator, address):
    assert login(operator).post(f"{address}tarik/", {"reason": ""}).status_code == 422
    assert told(login(operator).post(f"{address}tarik/", {"reason": "Bank libur"}, follow=True)) == [
        "Jadwal ditarik; 17 kartu menunggu jadwal baru."
    ]


def test_a_desa_writes_down_whom_it_invited(login, received, camat_plaosan, two_desa, address):
    page = f"{address}desa/{two_desa[1].pk}/undang/"
    again = [told(login(camat_plaosan).post(page, follow=True)) for _ in range(2)]
    name = two_desa[1].name
    assert again == [
        [f"5 keluarga di {name} dicatat sudah diundang."],
        [f"0 keluarga di {name} dicatat sudah diundang."],
    ]


def test_who_does_not_plan_changes_nothing(login, received, camat_plaosan, address):
    slot = received.slots.first()
    client = login(camat_plaosan)
    refused = [client.post(f"{address}{rest}").status_code for rest in ("tarik/", f"sesi/{slot.pk}/", "selesai/")]
    assert refused == [403, 403, 403]


def test_totals_add_up_and_each_sees_their_own(received, sembako, waiting, operator, camat_plaosan, korcam_parang):
    door.move_many([card.pk for card in waiting[:3]], "send_back", by=operator)
    seen = {user.username: totals.places(sembako, user) for user in (operator, camat_plaosan, korcam_parang)}
    whole = seen["operator"][0].whole
    assert (whole.received, whole.to_do, whole.returned, whole.percent) == (17, 14, 3, 17)
    assert (seen["camat.plaosan"], seen["korcam.parang"]) == (seen["operator"], [])


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 12, 1), None),
        (date(2026, 12, 6), ("peringatan", "2 kartu belum ada hasilnya; janji pelayanan berakhir 2 hari lagi.")),
        (date(2026, 12, 8), ("peringatan", "2 kartu belum ada hasilnya; janji pelayanan berakhir hari ini.")),
        (date(2026, 12, 9), ("negatif", "2 kartu belum ada hasilnya, 1 hari sesudah janji pelayanan berakhir.")),
    ],
)
def test_cards_about_to_pass_the_promise_are_told(today, words):
    assert totals.warning(totals.Totals("", "", 5, 3, 2, 0, 0, 0), date(2026, 12, 8), today) == words


def test_the_list_costs_the_same_for_many_desa(
    login, sembako, received, operator, two_desa, django_assert_max_num_queries
):
    client = login(operator)
    client.get("/kks/")
    with django_assert_max_num_queries(14):
        client.get("/kks/")
    for place, desa in enumerate(type(two_desa[0]).objects.filter(kecamatan="35.20.01")[:5]):
        cards(sembako, desa, 1, by=operator, first=500 + place)
    with django_assert_max_num_queries(14):
        answer = client.get("/kks/")
    assert len(answer.context["places"]) == 2


def test_the_calendar_costs_the_same_for_many_sessions(login, address, operator, django_assert_max_num_queries):
    client = login(operator)
    with django_assert_max_num_queries(17):
        client.get(address)


def test_without_cards_the_page_says_why(login, operator):
    answer = login(operator).get("/kks/")
    assert (answer.status_code, answer.context["rounds"], Kks.objects.count()) == (200, [], 0)
    assert "Belum ada kartu" in answer.content.decode()
