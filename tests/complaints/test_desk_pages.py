"""The desk's pages: the list and its filters, writing down, the acts, who sees what of a complaint."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints import tasks
from complaints.models import Complaint, ComplaintFile, ComplaintTerms, ReplyTemplate
from complaints.services import clocks, handling, intake, links, office
from pkh_sembako.audit.models import ReadLog
from pkh_sembako.office.models import Desa
from programs.models import Household, Round, RoundEntry
from tests.programs.factories import list_families

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00+07:00"
DESK = "/meja-pengaduan/"


@pytest.fixture
def family(cast, plaosan) -> Household:
    the_round = Round.objects.create(program="pkh", tahun=2026, tahap=4)
    return list_families(the_round, Desa.objects.filter(kecamatan=plaosan).first(), 1)[0].enrollment.household


@pytest.fixture
def desk(login, petugas):
    return login(petugas)


def told(**changes) -> dict[str, str]:
    """A filled form of "Catat pengaduan"."""
    facts = {
        "key": str(uuid4()), "intake": "telepon", "received_at": "2026-11-23T08:00", "kind": "pengaduan",
        "subject": "kks_hilang", "story": "Kartu ibu hilang sejak pekan lalu.", "disclosure": "terbuka",
        "reporter_name": "Sri Wahyuni", "reporter_phone": "081200003456",
    }  # fmt: skip
    return facts | changes


def act(client, complaint: Complaint, slug: str, **facts):
    return client.post(f"{DESK}{complaint.pk}/tindakan/{slug}/", {"key": str(uuid4())} | facts)


def tickets(response) -> list[str]:
    return [row.complaint.ticket for row in response.context["rows"]]


def test_a_phone_call_becomes_a_complaint_whose_code_is_shown_once(desk, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    form = told()
    response = desk.post(f"{DESK}catat/", form, follow=True)
    complaint = Complaint.objects.get()
    assert (complaint.intake, complaint.reporter_name, complaint.ticket) == (
        "telepon",
        "Sri Wahyuni",
        "ADU-2026-000001",
    )
    code = re.search(r'id="kode-laporan">([A-Z0-9]{4}-[A-Z0-9]{4})<', response.content.decode())[1]
    assert intake.found(complaint.ticket, code) == complaint
    assert desk.get(f"{DESK}catat/kode/").url == DESK
    desk.post(f"{DESK}catat/", form)
    assert Complaint.objects.count() == 1


def test_what_was_typed_stays_when_something_is_wrong(desk, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    response = desk.post(f"{DESK}catat/", told(disclosure="anonim"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Laporan anonim tidak memuat nama, nomor HP, atau pos-el." in page
    assert "Kartu ibu hilang sejak pekan lalu." in page
    later = desk.post(f"{DESK}catat/", told(received_at="2026-11-23T10:00"))
    assert "Waktu diterima paling lambat sekarang." in later.content.decode()
    assert not Complaint.objects.exists()


def test_a_family_is_linked_at_once_and_the_search_is_logged(desk, family, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    desk.post(f"{DESK}catat/", told(family=family.nik))
    assert Complaint.objects.get().household == family
    assert [log.purpose for log in ReadLog.objects.all()] == ["Menjawab pengaduan"]
    refused = desk.post(f"{DESK}catat/", told(family="3520990101010001"))
    assert "Tidak ada keluarga dengan NIK atau nomor KK itu." in refused.content.decode()


def test_a_family_found_at_the_counter_is_linked_from_its_page(desk, family, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    assert desk.get(f"{DESK}catat/?keluarga={family.pk}").status_code == 404
    found = desk.post("/loket/", {"nomor": family.nik, "keperluan": "pengaduan"}, follow=True)
    assert f"{DESK}catat/?keluarga={family.pk}" in found.content.decode()
    desk.post(f"{DESK}catat/?keluarga={family.pk}", told())
    assert Complaint.objects.get().household == family


def test_a_lapor_report_needs_its_id_and_another_channel_has_none(desk, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    assert "Isi ID laporan" in desk.post(f"{DESK}catat/", told(intake="lapor")).content.decode()
    assert "hanya untuk saluran" in desk.post(f"{DESK}catat/", told(tracking_id="123")).content.decode()
    desk.post(f"{DESK}catat/", told(intake="lapor", tracking_id="8123456"))
    assert Complaint.objects.get().tracking_id == "8123456"


def test_the_page_says_what_the_citizen_wrote_and_when_it_is_due(desk, filed, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    page = desk.get(f"{DESK}{filed().pk}/").content.decode()
    assert "Kartu saya hilang di pasar" in page
    assert "26 November 2026, 16.00 WIB" in page
    assert "Verifikasi" in page


def test_the_desk_walks_a_complaint_to_its_end_by_the_pages(desk, filed, login, korcam_plaosan, plaosan):
    complaint = filed()
    act(desk, complaint, "verifikasi", subject="kks_hilang", kind="pengaduan", gravity="normatif")
    act(desk, complaint, "teruskan", handler="korcam", kecamatan=plaosan.pk, note="Mohon dicek ke rumah.")
    korcam = login(korcam_plaosan)
    act(korcam, complaint, "tindak-lanjut", public_note="Kami datang besok.")
    act(korcam, complaint, "catatan", note="Rumah terkunci pada kunjungan pertama.")
    act(korcam, complaint, "jawab", text="Kartu pengganti dapat diambil di bank.", channel="telepon")
    act(desk, complaint, "buka-kembali", reason="Pelapor menelepon: belum ada.")
    act(desk, complaint, "jawab", text="Kartu sudah di desa sejak tadi pagi.", channel="telepon")
    act(desk, complaint, "selesai")
    moves = [event.move for event in complaint.events.all()]
    assert moves == ["receive", "verify", "forward", "take_up", "note", "answer", "reopen", "answer", "close"]


def test_a_race_that_was_lost_is_told_in_words_and_the_text_stays(desk, verified, operator):
    complaint = verified()
    handling.reject(complaint, reason="Bukan urusan Dinas Sosial.", by=operator)
    response = act(desk, complaint, "jawab", text="Kartu pengganti dapat diambil di bank.", channel="telepon")
    page = response.content.decode()
    assert response.status_code == 422
    assert "berstatus “tidak dapat diproses” sejak" in page
    assert "Kartu pengganti dapat diambil di bank." in page
    assert desk.get(f"{DESK}{complaint.pk}/tindakan/jawab/").url == f"{DESK}{complaint.pk}/"


@pytest.mark.parametrize("gone", ["/tindakan/entah/", "/berkas/9/", "9/"])
def test_what_is_not_there_is_404(desk, filed, gone):
    assert desk.get(f"{DESK}{filed().pk}{gone}").status_code == 404


def test_who_reported_is_masked_opened_with_a_purpose_and_hidden_from_a_unit_when_confidential(
    desk, verified, login, korcam_plaosan, plaosan, petugas
):
    who = {"reporter_name": "Sri Wahyuni", "reporter_phone": "081200003456"}
    complaint = verified(disclosure="rahasia", **who)
    handling.forward(complaint, handler="korcam", kecamatan=plaosan, note="Mohon dicek.", by=petugas)
    page = desk.get(f"{DESK}{complaint.pk}/").content.decode()
    assert ("S*** W***" in page, "08********56" in page, "Sri Wahyuni" in page) == (True, True, False)
    reveal = f"{DESK}{complaint.pk}/tampilkan/hp/"
    assert "081200003456" not in desk.post(reveal).content.decode()
    assert "081200003456" in desk.post(reveal, {"purpose": "pengaduan", "asked": "1"}).content.decode()
    assert [log.subject for log in ReadLog.objects.all()] == [f"Nomor HP pelapor {complaint.ticket}"]
    unit = login(korcam_plaosan)
    assert "hanya diketahui meja pengaduan" in unit.get(f"{DESK}{complaint.pk}/").content.decode()
    assert unit.post(reveal, {"purpose": "pengaduan"}).status_code == 302


def test_a_name_finds_a_complaint_only_for_who_may_know_it(desk, verified, login, kadis):
    verified(disclosure="rahasia", reporter_name="Sri Wahyuni")
    verified(reporter_name="Sri Lestari")
    assert tickets(desk.get(DESK, {"q": "sri wahyuni"})) == ["ADU-2026-000001"]
    leader = login(kadis)
    assert tickets(leader.get(DESK, {"q": "sri"})) == ["ADU-2026-000002"]
    assert tickets(leader.get(DESK, {"q": "adu 2026 1"})) == ["ADU-2026-000001"]


def test_the_list_is_filtered_by_everything_in_the_address(filed, verified, plaosan, time_machine, petugas, login):
    time_machine.move_to(MONDAY, tick=False)
    fresh, lost, asked = filed(), verified("ringan"), verified("berkadar", subject="informasi", kecamatan=None)
    handling.forward(lost, handler="bank", note="Mohon diganti.", by=petugas)
    time_machine.move_to("2026-11-26 09:00+07:00", tick=False)
    desk = login(petugas)

    def found(**query) -> list[int]:
        return sorted(row.complaint.pk for row in desk.get(DESK, query).context["rows"])

    assert found() == [fresh.pk, lost.pk, asked.pk]
    assert found(status="received") == [fresh.pk]
    assert found(status="kerja", perihal="informasi") == [asked.pk]
    assert found(waktu="terlambat") == [lost.pk]
    assert found(waktu="mendekati") == [fresh.pk]
    assert found(tangan="on") == [fresh.pk, asked.pk]
    assert found(kecamatan=plaosan.pk, tingkat="ringan") == [lost.pk]
    assert found(tahun="2025") == []
    rows = desk.get(DESK, {"urut": "tenggat"}).context["rows"]
    assert [(row.complaint.pk, row.clock) for row in rows] == [
        (lost.pk, "Penyelesaian"), (fresh.pk, "Verifikasi"), (asked.pk, "Tindak lanjut"),
    ]  # fmt: skip
    assert rows[0].late.words == "Lewat 1 hari kerja"


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_rows(desk, filed, verified):
    desk.get(DESK)
    filed()
    with CaptureQueriesContext(connection) as few:
        desk.get(DESK)
    for _ in range(6):
        verified()
    with CaptureQueriesContext(connection) as many:
        desk.get(DESK)
    assert len(many) == len(few)


def test_pages_follow_each_other_in_both_orders(desk, filed):
    for _ in range(52):
        filed()
    for order in ("-diterima", "tenggat"):
        first = desk.get(DESK, {"urut": order})
        second = desk.get(DESK + first.context["next_url"])
        assert len(tickets(first)) == 50
        assert sorted(tickets(first) + tickets(second)) == [f"ADU-2026-{one:06d}" for one in range(1, 53)]


def test_a_file_is_served_to_who_sees_the_complaint_and_the_reading_is_logged(
    desk, petugas, login, korcam_plaosan, time_machine
):
    time_machine.move_to(MONDAY, tick=False)
    pdf = SimpleUploadedFile("Surat.pdf", b"%PDF-1.4 isi surat")
    desk.post(f"{DESK}catat/", told(file=pdf))
    kept = ComplaintFile.objects.get()
    address = f"{DESK}{kept.complaint_id}/berkas/{kept.pk}/"
    assert desk.get(address).content == b"%PDF-1.4 isi surat"
    assert [log.subject for log in ReadLog.objects.all()] == [f"Lampiran {kept.complaint}: Surat.pdf"]
    assert login(korcam_plaosan).get(address).status_code == 404


def test_extortion_that_the_desk_writes_down_leaves_its_sight_after_the_code(desk, login, inspektorat, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    page = desk.post(f"{DESK}catat/", told(subject="pungli"), follow=True).content.decode()
    assert "hanya tampak bagi inspektorat" in page
    assert tickets(desk.get(DESK)) == []
    assert tickets(login(inspektorat).get(DESK)) == ["ADU-2026-000001"]


def test_the_inspektorat_works_on_its_own_and_gives_back_what_is_no_extortion(desk, filed, login, inspektorat):
    complaint, watch = filed(subject="pungli"), login(inspektorat)
    act(watch, complaint, "verifikasi", subject="pungli", kind="pengaduan", gravity="berkadar")
    assert act(watch, complaint, "teruskan", handler="korcam", note="Coba.").status_code == 422
    wrong = act(watch, complaint, "bukan-pungli", subject="pungli", gravity="ringan", reason="Salah paham saja.")
    assert wrong.status_code == 422
    act(watch, complaint, "bukan-pungli", subject="ewarong", gravity="ringan", reason="Harga barang, bukan pungutan.")
    complaint.refresh_from_db()
    assert (complaint.restricted, complaint.subject, complaint.gravity) == (False, "ewarong", "ringan")
    assert tickets(desk.get(DESK)) == [complaint.ticket]
    assert complaint.events.last().note == "Bukan pungli: Harga barang, bukan pungutan."
    assert (
        act(desk, complaint, "bukan-pungli", subject="desil", gravity="ringan", reason="Iseng saja ini.").status_code
        == 422
    )


def test_a_card_and_a_step_are_linked_and_open_only_for_who_may(desk, filed, family, login, kadis, petugas):
    complaint = filed()
    desk.post(f"{DESK}{complaint.pk}/keluarga/", {"nomor": family.nik, "keperluan": "pengaduan"})
    desk.post(f"{DESK}{complaint.pk}/keluarga/{family.pk}/")
    complaint.refresh_from_db()
    assert complaint.household == family
    assert family.get_absolute_url() not in desk.get(f"{DESK}{complaint.pk}/").content.decode()
    assert family.get_absolute_url() in login(kadis).get(f"{DESK}{complaint.pk}/").content.decode()


def test_the_kroscek_of_the_linked_family_is_linked_and_leaves_with_it(desk, filed, family, login, kadis, petugas):
    complaint = filed()
    address = f"{DESK}{complaint.pk}/kroscek/"
    assert "Tautkan keluarganya dahulu" in desk.get(address, follow=True).content.decode()
    desk.post(f"{DESK}{complaint.pk}/keluarga/", {"nomor": family.nik, "keperluan": "pengaduan"})
    desk.post(f"{DESK}{complaint.pk}/keluarga/{family.pk}/")
    entry = RoundEntry.objects.get(enrollment__household=family)
    assert desk.post(address, {"chosen": 999_999}).status_code == 422
    desk.post(address, {"chosen": entry.pk})
    complaint.refresh_from_db()
    assert complaint.entry == entry
    assert f"/kroscek/{entry.pk}/" in login(kadis).get(f"{DESK}{complaint.pk}/").content.decode()
    other = list_families(entry.round, family.desa, 1, first=7)[0].enrollment.household
    links.to_family(complaint, household=other, by=petugas)
    assert complaint.entry is None


def test_a_ready_text_is_filled_in_and_a_strange_placeholder_is_refused(desk, verified):
    office.load_texts()
    complaint = verified(reporter_name="Sri Wahyuni")
    ready = ReplyTemplate.objects.get(subject="kks_hilang")
    page = desk.get(f"{DESK}{complaint.pk}/tindakan/jawab/", {"naskah": ready.pk}).content.decode()
    assert f"Yth. Bapak/Ibu Sri Wahyuni,\n\nTerima kasih atas laporan {complaint.ticket}" in page
    facts = {"title": "Uji", "subject": "", "text": "Halo {nik}", "active": "on"}
    refused = desk.post(f"{DESK}naskah/baru/", facts)
    assert "Tidak dikenal: {nik}." in refused.content.decode()
    desk.post(f"{DESK}naskah/baru/", facts | {"text": "Halo {nama}, {tiket}."})
    assert ReplyTemplate.objects.get(title="Uji").text == "Halo {nama}, {tiket}."


def test_new_limits_hold_for_clocks_that_start_then_and_leave_the_running_ones(desk, filed, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    old = filed()
    facts = {"since": "2026-11-24", "verify": 1, "follow_up": 4, "light": 1, "normative": 4, "unweighted": 10}
    facts |= {"weighted": 40, "silence": 5, "clarification": 10, "basis": "Maklumat 2/2026"}
    assert desk.post(f"{DESK}batas-waktu/", facts).status_code == 302
    assert desk.post(f"{DESK}batas-waktu/", facts).status_code == 422
    assert desk.post(f"{DESK}batas-waktu/", facts | {"since": "2026-11-20"}).status_code == 422
    assert desk.post(f"{DESK}batas-waktu/", facts | {"since": "2026-12-01", "verify": 0}).status_code == 422
    assert ComplaintTerms.objects.count() == 1
    time_machine.move_to("2026-11-24 09:00+07:00", tick=False)
    assert (_due(old), _due(filed())) == ("2026-11-26", "2026-11-25")


def _due(complaint: Complaint) -> str:
    return timezone.localtime(clocks.running(complaint)[0].due).date().isoformat()


def test_the_accused_are_written_down_by_the_desk_and_not_by_a_unit(
    desk, verified, login, korcam_plaosan, kasi, plaosan, petugas
):
    complaint = verified()
    handling.forward(complaint, handler="korcam", kecamatan=plaosan, note="Mohon dicek.", by=petugas)
    unit = login(korcam_plaosan)
    assert act(unit, complaint, "diadukan", user=kasi.pk).status_code == 422
    act(desk, complaint, "diadukan", user=kasi.pk)
    assert [one.user for one in complaint.accusations.all()] == [kasi]
    assert kasi.full_name not in unit.get(f"{DESK}{complaint.pk}/").content.decode()
    assert login(kasi).get(f"{DESK}{complaint.pk}/").status_code == 404


def test_silence_is_closed_once_however_often_the_task_is_delivered(verified, petugas, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    complaint = verified()
    handling.answer(complaint, text="Kartu pengganti dapat diambil.", channel="telepon", by=petugas)
    time_machine.move_to("2026-12-08 09:00+07:00", tick=False)
    assert [tasks.close_silent(), tasks.close_silent()] == [1, 0]
