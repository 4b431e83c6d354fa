"""From the handed in kecamatan to the determined list, on pages, with the SOP's steps following."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import Job
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.documents.models import Document
from pkh_sembako.office.models import Kecamatan, NumberSource, Office
from programs.enums import Basis, Outcome
from programs.models import BaRevision, BeritaAcara, Determination, KroscekSubmission, RoundEntry
from programs.services import kroscek
from programs.services.kroscek import Finding
from sop.models import Cycle, Event
from sop.services import approval, runs
from tests.sop.conftest import PARANG, PLAOSAN, share_of, step_of, work_through

PASSWORD = "sandi-uji-2026"
NUMBER = "400.9/1873/403.107/2026"


def text(response) -> str:
    """What a person reads, in one line."""
    bare = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+([.,)])", r"\1", " ".join(bare.replace("\xa0", " ").split()))


@pytest.fixture
def people(cast):
    """The cast with a password that the pages ask for."""
    User.objects.update(password=make_password(PASSWORD))
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def cycle(started, people) -> Cycle:
    """Magetan's PKH round with its kroscek step under way in two kecamatan."""
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, people)
    return cycle


def check_all(cycle: Cycle, by, code: str = "") -> None:
    entries = RoundEntry.objects.filter(round=cycle.round, **({"kecamatan": code} if code else {}))
    kroscek.record_matching(entries, basis=Basis.VISIT, checked_on=timezone.localdate(), statement="Dikunjungi", by=by)


@pytest.fixture
def accepted(cycle, people) -> Cycle:
    """Every family checked, both kecamatan handed in and accepted: step 10 is at work."""
    hand_in(cycle, 9, people)
    return cycle


def hand_in(cycle: Cycle, no: int, people) -> None:
    check_all(cycle, people["ratri"])
    for code, who in ((PARANG, "korcam.parang"), (PLAOSAN, "korcam.plaosan")):
        runs.move(share_of(cycle, no, code), "submit", by=people[who])
        runs.move(share_of(cycle, no, code), "finish", by=people["korkab"])


@pytest.fixture
def drafted(accepted, people) -> BaRevision:
    return approval.draft(accepted.round, by=people["korkab"])


@pytest.fixture
def parafed(drafted, people) -> BaRevision:
    approval.give_paraf(drafted, by=people["kasi"])
    approval.give_paraf(drafted, by=people["kabid"])
    return drafted


def decision(revision: BaRevision, **changes) -> dict[str, object]:
    return {
        "decision": "setujui",
        "password": PASSWORD,
        "revision": revision.revision,
        "seen_hash": revision.content_hash,
        **changes,
    }


def determining(revision: BaRevision, **changes) -> dict[str, object]:
    return decision(revision, number=NUMBER, dated=timezone.localdate().isoformat()) | changes


def token_of(response) -> str:
    return response.context["token"]


# A kecamatan is handed in


def url_of(cycle: Cycle, act: str = "", code: str = PLAOSAN) -> str:
    return f"/kroscek/kecamatan/{cycle.round_id}/{code}/{act}"


def test_a_korcam_hands_in_when_every_family_has_a_result(login, cycle, people):
    client = login(people["korcam.plaosan"])
    page = text(client.get(url_of(cycle)))
    assert "Belum dapat dikirim: Kroscek: 2 dari 2 keluarga belum diperiksa di Kec. Plaosan" in page
    refused = client.post(url_of(cycle, "kirim/"), follow=True)
    assert "Belum dapat diajukan. Kroscek: 2 dari 2 keluarga belum diperiksa di Kec. Plaosan." in text(refused)
    check_all(cycle, people["ratri"])
    assert "Kirim hasil 2 keluarga" in text(client.get(url_of(cycle)))
    done = client.post(url_of(cycle, "kirim/"), follow=True)
    assert "Sudah dikirim Sekar Puspitarini" in text(done)
    assert (share_of(cycle, 9, PLAOSAN).state, KroscekSubmission.objects.count()) == ("submitted", 1)


@pytest.mark.slow
def test_the_korkab_accepts_or_gives_back_with_a_reason(login, cycle, people):
    check_all(cycle, people["ratri"])
    runs.move(share_of(cycle, 9, PLAOSAN), "submit", by=people["korcam.plaosan"])
    client = login(people["korkab"])
    empty = client.post(url_of(cycle, "kembalikan/"), {"reason": "  "})
    assert (empty.status_code, empty.context["form"].errors["reason"]) == (422, ["Isi alasan."])
    done = client.post(url_of(cycle, "kembalikan/"), {"reason": "Dua alamat keliru"}, follow=True)
    assert "“Dua alamat keliru”" in text(done)
    assert share_of(cycle, 9, PLAOSAN).state == "returned"
    runs.move(share_of(cycle, 9, PLAOSAN), "submit", by=people["korcam.plaosan"])
    client.post(url_of(cycle, "terima/"))
    assert share_of(cycle, 9, PLAOSAN).state == "done"


@pytest.mark.slow
def test_an_absurd_reason_is_refused_by_the_field(login, cycle, people):
    check_all(cycle, people["ratri"])
    runs.move(share_of(cycle, 9, PLAOSAN), "submit", by=people["korcam.plaosan"])
    client = login(people["korkab"])
    for bad in ("x" * 10_000, "a\0b"):
        response = client.post(url_of(cycle, "kembalikan/"), {"reason": bad})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_who_sees_the_review_of_a_kecamatan(login, cycle, people):
    expected = {"korcam.parang": 404, "ratri": 404, "bank": 403, "kadis": 200, "korcam.plaosan": 200}
    assert {name: login(people[name]).get(url_of(cycle)).status_code for name in expected} == expected


def test_nobody_hands_in_a_kecamatan_of_somebody_else(login, cycle, people):
    check_all(cycle, people["ratri"])
    assert login(people["korcam.parang"]).post(url_of(cycle, "kirim/")).status_code == 404
    assert login(people["kadis"]).post(url_of(cycle, "kirim/")).status_code == 403
    refused = login(people["korkab"]).post(url_of(cycle, "kirim/"), follow=True)
    assert "bukan wewenang Anda" in text(refused)
    assert share_of(cycle, 9, PLAOSAN).state == "active"


@pytest.mark.slow
def test_absurd_addresses_are_not_found(login, cycle, people):
    client = login(people["korkab"])
    places = ("kecamatan/1/99.99.99", f"kecamatan/{10**20}/35.20.07", "kecamatan/1/%00", "rekap/0")
    assert {client.get(f"/kroscek/{place}/").status_code for place in places} == {404}


def test_the_recap_tells_who_is_in_and_who_is_not(login, cycle, people):
    check_all(cycle, people["ratri"], PLAOSAN)
    runs.move(share_of(cycle, 9, PLAOSAN), "submit", by=people["korcam.plaosan"])
    response = login(people["korkab"]).get(f"/kroscek/rekap/{cycle.round_id}/")
    assert [(row["part"].name, row["words"]) for row in response.context["rows"]] == [
        ("Parang", "Sedang diperiksa"),
        ("Plaosan", "Dikirim, menunggu diperiksa"),
    ]
    assert login(people["korcam.plaosan"]).get(f"/kroscek/rekap/{cycle.round_id}/").status_code == 404


@pytest.mark.slow
def test_the_recap_says_once_that_a_kecamatan_is_done(login, accepted, people):
    page = text(login(people["korkab"]).get(f"/kroscek/rekap/{accepted.round_id}/"))
    assert "Parang Selesai – 2 dari 2" in page


@pytest.mark.slow
def test_without_a_cycle_a_kecamatan_is_handed_in_directly(login, people, families, accepted):
    """A correction: the steps are closed, the kecamatan is given back and handed in again."""
    korkab, korcam = login(people["korkab"]), login(people["korcam.plaosan"])
    given_back = korkab.post(url_of(accepted, "kembalikan/"), {"reason": "Periksa lagi"}, follow=True)
    assert "Kroscek Kec. Plaosan dikembalikan." in text(given_back)
    assert "Kroscek Kec. Plaosan dikirim." in text(korcam.post(url_of(accepted, "kirim/"), follow=True))
    assert share_of(accepted, 9, PLAOSAN).state == "done"


# Draft


def test_the_korkab_drafts_when_every_kecamatan_is_in(login, accepted, people):
    client = login(people["korkab"])
    assert "Semua kecamatan sudah dikirim." in text(client.get(f"/penetapan/susun/{accepted.round_id}/"))
    response = client.post(f"/penetapan/susun/{accepted.round_id}/simpan/", {"note": "Mohon diperiksa"}, follow=True)
    page = text(response)
    assert "Berita Acara revisi 1 disusun dan menunggu paraf." in page
    assert "Sekarang giliran Kepala seksi (Nastiti Windrarum)." in page
    assert list(Notification.objects.values_list("user__username", "text")) == [
        ("kasi", f"Berita Acara hasil kroscek {accepted.round} menunggu paraf Anda.")
    ]


def test_before_that_the_page_says_what_is_missing(login, cycle, people):
    client = login(people["korkab"])
    page = text(client.get(f"/penetapan/susun/{cycle.round_id}/"))
    assert "Kroscek belum dikirim: Kec. Parang, Plaosan" in page
    assert "Langkah 10 belum mulai, karena belum selesai: langkah 9" in page
    refused = client.post(f"/penetapan/susun/{cycle.round_id}/simpan/", {"note": "Tetap diketik"})
    assert (refused.status_code, BaRevision.objects.count()) == (422, 0)
    assert "Tetap diketik" in refused.content.decode() or refused.context["form"].errors


@pytest.mark.slow
def test_handed_in_but_not_accepted_is_not_yet_a_berita_acara(login, cycle, people):
    check_all(cycle, people["ratri"])
    for code, who in ((PARANG, "korcam.parang"), (PLAOSAN, "korcam.plaosan")):
        runs.move(share_of(cycle, 9, code), "submit", by=people[who])
    page = login(people["korkab"]).get(f"/penetapan/susun/{cycle.round_id}/")
    assert page.context["unmet"] == ["Langkah 10 belum mulai, karena belum selesai: langkah 9"]


def test_only_the_korkab_drafts(login, accepted, people):
    for username in ("kasi", "kadis", "operator", "korcam.plaosan", "inspektorat"):
        client = login(people[username])
        assert client.get(f"/penetapan/susun/{accepted.round_id}/").status_code == 200
        assert client.post(f"/penetapan/susun/{accepted.round_id}/simpan/", {}).status_code == 403


# The chain


def test_the_chain_signs_in_order_and_the_last_paraf_closes_step_10(login, drafted, accepted, people):
    url = f"/penetapan/{drafted.ba_id}/"
    early = login(people["kadis"])
    assert "Giliran Anda sesudah paraf itu diberikan." in text(early.get(url))
    for username in ("kasi", "kabid"):
        assert step_of(accepted, 10).state == "active"
        response = login(people[username]).post(f"{url}keputusan/", decision(drafted), follow=True)
        assert "Paraf Anda tercatat." in text(response)
    assert (step_of(accepted, 10).state, step_of(accepted, 11).state) == ("done", "active")
    event = Event.objects.filter(step_run=step_of(accepted, 10), target="done").get()
    assert event.note == "Paraf terakhir oleh Arya Danuwijaya."
    assert Notification.objects.filter(user=people["kadis"]).count() == 1


@pytest.mark.slow
def test_whoever_it_is_not_the_turn_of_reads_why(login, drafted, people):
    reader = "Anda membaca saja; keputusan ada pada pejabat itu."
    expected = {"kabid": "Giliran Anda sesudah paraf itu diberikan.", "korkab": reader, "inspektorat": reader}
    pages = {name: login(people[name]).get(f"/penetapan/{drafted.ba_id}/") for name in expected}
    assert {name: page.context["not_my_turn"] for name, page in pages.items()} == expected
    assert all(words in text(pages[name]) for name, words in expected.items())


@pytest.mark.slow
def test_who_recorded_a_result_reads_that_four_eyes_are_needed(login, drafted, people):
    people["ratri"].postings.create(role="kasi", starts="2026-01-01")
    client = login(people["ratri"])
    page = text(client.get(f"/penetapan/{drafted.ba_id}/"))
    assert "Anda tidak dapat memberi persetujuan karena Anda mencatat hasil kroscek pada tahap ini." in page
    client.post(f"/penetapan/{drafted.ba_id}/keputusan/", decision(drafted))
    assert drafted.ba.acts.count() == 1


@pytest.mark.slow
def test_a_return_needs_a_reason_and_the_next_revision_asks_everybody_again(login, drafted, accepted, people):
    url = f"/penetapan/{drafted.ba_id}/"
    kasi, korkab = login(people["kasi"]), login(people["korkab"])
    without = kasi.post(f"{url}keputusan/", decision(drafted, decision="kembalikan"))
    assert (without.status_code, without.context["form"].errors["reason"]) == (422, ["Isi alasan pengembalian."])
    kasi.post(f"{url}keputusan/", decision(drafted, decision="kembalikan", reason="Jumlah Plaosan"))
    assert "“Jumlah Plaosan”" in text(korkab.get(url))
    assert Notification.objects.filter(user=people["korkab"]).count() == 1
    korkab.post(f"/penetapan/susun/{accepted.round_id}/simpan/", {})
    again = BaRevision.objects.get(revision=2)
    stale = kasi.post(f"{url}keputusan/", decision(drafted))
    assert stale.context["form"].non_field_errors() == [
        "Yang tampil di layar Anda bukan revisi yang berlaku. Baca halaman ini sekali lagi."
    ]
    assert kasi.post(f"{url}keputusan/", decision(again)).status_code == 302


@pytest.mark.slow
def test_a_return_by_the_kadis_keeps_step_11_open_with_the_reason(login, parafed, accepted, people):
    data = decision(parafed, decision="kembalikan", reason="Lihat lagi Parang")
    login(people["kadis"]).post(f"/penetapan/{parafed.ba_id}/keputusan/", data)
    step = step_of(accepted, 11)
    page = text(login(people["kadis"]).get(f"/siklus/{accepted.pk}/langkah/11/"))
    assert step.state == "active"
    assert "Berita Acara dikembalikan: Lihat lagi Parang; revisi 2 belum disusun" in page


# The password


@pytest.mark.slow
def test_a_wrong_password_decides_nothing_and_five_of_them_must_wait(login, drafted, people):
    client = login(people["kasi"])
    url = f"/penetapan/{drafted.ba_id}/keputusan/"
    for _ in range(5):
        response = client.post(url, decision(drafted, password="salah", decision="kembalikan", reason="Alasan saya"))
        assert (response.status_code, response.context["form"].errors["password"]) == (
            422,
            ["Kata sandi tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk."],
        )
        assert "Alasan saya" in response.content.decode()
    response = client.post(url, decision(drafted))
    assert (response.status_code, response.context["form"].errors["password"]) == (
        429,
        ["Lima kali kata sandi salah. Tunggu 15 menit, lalu coba lagi."],
    )
    assert drafted.ba.acts.count() == 1


@pytest.mark.slow
def test_a_right_password_forgets_the_wrong_ones(login, drafted, people):
    client = login(people["kasi"])
    url = f"/penetapan/{drafted.ba_id}/keputusan/"
    for _ in range(4):
        client.post(url, decision(drafted, password="salah"))
    assert client.post(url, decision(drafted)).status_code == 302


@pytest.mark.slow
def test_a_failed_try_never_keeps_the_password(login, drafted, people):
    from axes.models import AccessAttempt

    login(people["kasi"]).post(f"/penetapan/{drafted.ba_id}/keputusan/", decision(drafted, password="rahasia-betul"))
    assert "rahasia-betul" not in "".join(map(str, AccessAttempt.objects.values_list()))


# The determination


def test_the_kadis_confirms_and_the_page_becomes_the_receipt(login, parafed, accepted, people):
    client = login(people["kadis"])
    url = f"/penetapan/{parafed.ba_id}/"
    confirm = client.post(f"{url}keputusan/", determining(parafed))
    assert (confirm.status_code, Determination.objects.count()) == (200, 0)
    assert "Anda akan menetapkan hasil kroscek 4 keluarga" in text(confirm)
    receipt = text(client.post(f"{url}tetapkan/", {"token": token_of(confirm)}, follow=True))
    made = Determination.objects.get()
    assert (made.families, made.determined_by, made.document.number) == (4, people["kadis"], NUMBER)
    assert f"Ditetapkan {NUMBER} Keluarga 4, 4 layak bayar" in receipt
    assert made.list_hash[:16] in receipt
    assert "PDF dan buku kerja sedang dibuat." in receipt
    assert (step_of(accepted, 11).state, Job.objects.filter(kind="ba.publish").count()) == ("done", 1)


@pytest.mark.slow
def test_a_second_click_says_that_it_is_done(login, parafed, people):
    client = login(people["kadis"])
    url = f"/penetapan/{parafed.ba_id}/"
    token = token_of(client.post(f"{url}keputusan/", determining(parafed)))
    client.post(f"{url}tetapkan/", {"token": token})
    again = client.post(f"{url}tetapkan/", {"token": token}, follow=True)
    assert "Hasil kroscek ini sudah ditetapkan." in text(again)
    assert Determination.objects.count() == 1


@pytest.mark.slow
def test_a_confirmation_that_waited_too_long_asks_the_password_again(login, parafed, people):
    client = login(people["kadis"])
    url = f"/penetapan/{parafed.ba_id}/"
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        token = token_of(client.post(f"{url}keputusan/", determining(parafed)))
        clock.shift(timedelta(minutes=6))
        late = client.post(f"{url}tetapkan/", {"token": token})
    assert (late.status_code, Determination.objects.count()) == (422, 0)
    assert late.context["form"].non_field_errors() == [
        "Sudah lebih dari 5 menit sejak kata sandi diketik. Ketik lagi untuk melanjutkan."
    ]
    assert late.context["form"]["number"].value() == NUMBER


def test_a_forged_confirmation_determines_nothing(login, parafed, people):
    client = login(people["kadis"])
    for token in ("", "x", "a:b:c", "x" * 10_000, "\0"):
        response = client.post(f"/penetapan/{parafed.ba_id}/tetapkan/", {"token": token}, follow=True)
        assert (response.status_code, Determination.objects.count()) == (200, 0)


@pytest.mark.slow
def test_somebody_elses_confirmation_determines_nothing(login, parafed, people):
    url = f"/penetapan/{parafed.ba_id}/"
    token = token_of(login(people["kadis"]).post(f"{url}keputusan/", determining(parafed)))
    login(people["kabid"]).post(f"{url}tetapkan/", {"token": token})
    assert Determination.objects.count() == 0


@pytest.mark.slow
def test_data_changed_since_the_draft_is_refused_in_words(login, parafed, accepted, people):
    client = login(people["kadis"])
    url = f"/penetapan/{parafed.ba_id}/"
    token = token_of(client.post(f"{url}keputusan/", determining(parafed)))
    entry = RoundEntry.objects.filter(round=accepted.round).first()
    type(entry.enrollment.household).objects.filter(pk=entry.enrollment.household_id).update(alamat="Diam-diam")
    response = client.post(f"{url}tetapkan/", {"token": token})
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["Data berubah sejak Berita Acara disusun. Kembalikan agar disusun ulang."],
    )
    assert step_of(accepted, 11).state == "active"


TOO_LONG = "Pastikan nilai ini mengandung paling banyak {} karakter (sekarang 10000 karakter)."
BAD_DECISIONS = [
    ({"decision": ""}, "decision", "Pilih keputusan Anda."),
    ({"decision": "mungkin"}, "decision", "Pilih salah satu yang ada di daftar."),
    ({"number": " "}, "number", "Isi nomor Berita Acara dari agenda sekretariat."),
    ({"number": "9" * 10_000}, "number", TOO_LONG.format(80)),
    ({"number": "a\0"}, "number", "Karakter null tidak diizinkan."),
    ({"dated": ""}, "dated", "Isi tanggal Berita Acara."),
    ({"dated": "31-02-2026"}, "dated", "Tulis tanggal yang ada di kalender, misalnya 22-11-2026."),
    ({"password": ""}, "password", "Isi kata sandi Anda."),
    ({"password": "x" * 10_000}, "password", TOO_LONG.format(200)),
    ({"password": "a\0"}, "password", "Karakter null tidak diizinkan."),
    ({"revision": "9" * 19}, "revision", "Pastikan nilai ini lebih kecil dari atau sama dengan 32000."),
]


@pytest.mark.slow
def test_bad_input_of_the_decision_is_told_by_the_field(login, parafed, people):
    client = login(people["kadis"])
    for changes, field, sentence in BAD_DECISIONS:
        response = client.post(f"/penetapan/{parafed.ba_id}/keputusan/", determining(parafed) | changes)
        assert (response.status_code, response.context["form"].errors.get(field)) == (422, [sentence])


@pytest.mark.slow
def test_the_date_lies_between_draft_and_today(login, parafed, people):
    client = login(people["kadis"])
    for days in (-1, 1):
        wrong = (timezone.localdate() + timedelta(days=days)).isoformat()
        response = client.post(f"/penetapan/{parafed.ba_id}/keputusan/", determining(parafed, dated=wrong))
        assert list(response.context["form"].errors) == ["dated"]


@pytest.mark.slow
def test_a_number_already_used_is_told_before_the_confirmation(login, parafed, people, kadis):
    Document.objects.create(kind="x", title="x", number=NUMBER, dated="2026-11-01", subject="x", by=kadis)
    response = login(people["kadis"]).post(f"/penetapan/{parafed.ba_id}/keputusan/", determining(parafed))
    assert response.context["form"].errors["number"] == [f"Nomor {NUMBER} sudah dipakai dokumen lain."]


@pytest.mark.slow
def test_with_an_own_register_no_number_is_asked(login, parafed, people):
    Office.objects.update(number_source=NumberSource.REGISTER)
    client = login(people["kadis"])
    assert "number" not in client.get(f"/penetapan/{parafed.ba_id}/").context["decision_form"].fields
    confirm = client.post(f"/penetapan/{parafed.ba_id}/keputusan/", determining(parafed, number=""))
    client.post(f"/penetapan/{parafed.ba_id}/tetapkan/", {"token": token_of(confirm)})
    assert Determination.objects.get().document.number == "400.9/1/403.107/2026"


@pytest.mark.slow
def test_a_correction_is_a_new_version_with_its_own_page(login, parafed, accepted, people):
    penetapan_url = f"/penetapan/{parafed.ba_id}/"
    kadis, korkab = login(people["kadis"]), login(people["korkab"])
    token = token_of(kadis.post(f"{penetapan_url}keputusan/", determining(parafed)))
    kadis.post(f"{penetapan_url}tetapkan/", {"token": token})
    empty = korkab.post(f"{penetapan_url}perbaikan/", {"reason": ""})
    assert (empty.status_code, empty.context["form"].errors["reason"]) == (422, ["Isi alasan."])
    opened = korkab.post(f"{penetapan_url}perbaikan/", {"reason": "Satu keluarga ditemukan kembali"}, follow=True)
    assert "Satu keluarga ditemukan kembali" in text(opened)
    second = korkab.post(f"{penetapan_url}perbaikan/", {"reason": "Lagi"})
    assert second.context["form"].non_field_errors() == ["Berita Acara perbaikan untuk penetapan ini sudah dibuka."]
    korkab.post(url_of(accepted, "kembalikan/"), {"reason": "Perbaikan"})
    entry = RoundEntry.objects.filter(round=accepted.round, kecamatan=PLAOSAN).first()
    kroscek.record(entry, Finding(Outcome.NOT_FOUND, Basis.VISIT, timezone.localdate()), by=people["ratri"])
    login(people["korcam.plaosan"]).post(url_of(accepted, "kirim/"))
    korkab.post(f"/penetapan/susun/{accepted.round_id}/simpan/", {})
    revision = BaRevision.objects.get(ba=BeritaAcara.objects.get(version=2))
    for username in ("kasi", "kabid"):
        login(people[username]).post(f"/penetapan/{revision.ba_id}/keputusan/", decision(revision))
    again = kadis.post(f"/penetapan/{revision.ba_id}/keputusan/", determining(revision, number="400.9/9/403.107/2026"))
    kadis.post(f"/penetapan/{revision.ba_id}/tetapkan/", {"token": token_of(again)})
    assert list(Determination.objects.order_by("pk").values_list("ba__version", "payable")) == [(1, 4), (2, 3)]


# Reading


@pytest.mark.slow
def test_who_reads_the_berita_acara(login, drafted, people):
    readers = {name: {200} for name in ("korkab", "korcam.plaosan", "inspektorat", "operator", "kadis")}
    expected = readers | {"ratri": {403}, "bank": {403}}
    paths = ("/penetapan/", f"/penetapan/{drafted.ba_id}/")
    clients = {name: login(people[name]) for name in expected}
    assert {name: {client.get(path).status_code for path in paths} for name, client in clients.items()} == expected


def test_who_is_no_link_cannot_decide(login, drafted, people):
    for username in ("korkab", "operator", "inspektorat", "korcam.plaosan", "ratri"):
        client = login(people[username])
        assert client.post(f"/penetapan/{drafted.ba_id}/keputusan/", decision(drafted)).status_code == 403
        assert client.post(f"/penetapan/{drafted.ba_id}/tetapkan/", {"token": "x"}).status_code == 403


@pytest.mark.slow
def test_the_list_says_whose_turn_it_is(login, drafted, people):
    assert "Giliran Anda" in text(login(people["kasi"]).get("/penetapan/"))
    assert "Kepala seksi" in text(login(people["kabid"]).get("/penetapan/"))


def test_anonymous_is_sent_to_the_login(drafted):
    assert Client().get(f"/penetapan/{drafted.ba_id}/").status_code == 302


def test_unknown_berita_acara_are_not_found(login, people, cycle):
    client = login(people["kadis"])
    assert {client.get(f"/penetapan/{pk}/").status_code for pk in (0, 10**25)} == {404}
    assert client.get(f"/penetapan/susun/{10**25}/").status_code == 404


@pytest.mark.slow
def test_pages_ask_the_same_number_of_queries_for_two_kecamatan_and_for_eighteen(login, people, drafted, families):
    def asked(path: str) -> int:
        client = login(people["kadis"])
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    the_round = drafted.ba.round
    paths = [f"/penetapan/{drafted.ba_id}/", "/penetapan/", f"/kroscek/rekap/{the_round.pk}/"]
    few = [asked(path) for path in paths]
    families(the_round, dict.fromkeys(Kecamatan.objects.of_office().values_list("pk", flat=True), 3))
    assert [asked(path) for path in paths] == few


def test_lamandaus_single_step_is_done_with_the_determination(started, people):
    """Both activities in one step: the paraf do not close it, the determination does."""
    cycle = started("lamandau-pkh")
    for run in cycle.steps.filter(step__no__lt=7):
        if step_of(cycle, run.step.no).state != "skipped":
            work_through(cycle, run.step.no, people)
    hand_in(cycle, 7, people)
    revision = approval.draft(cycle.round, by=people["korkab"])
    for username in ("kasi", "kabid"):
        approval.give_paraf(revision, by=people[username])
    assert step_of(cycle, 8).state == "active"
    approval.determine(revision, by=people["kadis"], seen_hash=revision.content_hash, number=NUMBER)
    assert step_of(cycle, 8).state == "done"


@pytest.mark.slow
def test_pages_that_renew_themselves_stop_after_a_while(login, cycle, people):
    """Else an open page would keep an abandoned session alive."""
    client = login(people["korkab"])
    for path in (url_of(cycle), f"/kroscek/rekap/{cycle.round_id}/"):
        renews = {n: "hx-trigger" in client.get(f"{path}?putaran={n}").content.decode() for n in ("", "29", "30", "x")}
        assert renews == {"": True, "29": True, "30": False, "x": True}
