"""Pages of SOPs, cycles and steps, as an officer clicks through them."""

import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.deadlines.models import Deadline, Notification
from pkh_sembako.deadlines.services import bell
from sop.models import Cycle, Evidence, SopVersion
from sop.services import evidence
from tests.deadlines.conftest import at
from tests.sop.conftest import PARANG, PLAOSAN, share_of, step_of, work_through


def text_of(response) -> str:
    """The page's words, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def png() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    return SimpleUploadedFile("foto lapangan.png", content.getvalue())


@pytest.mark.parametrize("code", ["magetan-pkh", "magetan-sembako", "lamandau-pkh", "banjarbaru-pkh", "sragen-pkh"])
def test_an_sops_page_shows_the_paper_and_what_was_inferred(login, ratri, code):
    page = login(ratri).get(f"/sop/{code}/")
    words = text_of(page)
    assert page.status_code == 200
    for step in SopVersion.objects.get(code=code).steps.all():
        assert step.kegiatan in words.replace("&quot;", '"').replace("&#x27;", "'")
    assert "Disimpulkan" in words


def test_the_page_says_what_does_not_add_up(login, ratri):
    assert "Langkah 1–12 berjumlah 105 hari kerja" in text_of(login(ratri).get("/sop/magetan-pkh/"))


@pytest.mark.parametrize("address", ["/sop/tidak-ada/", "/sop/magetan-pkh/?versi=99", "/sop/magetan-pkh/?versi=x"])
def test_an_sop_that_is_not_there_is_not_found(login, ratri, address):
    assert login(ratri).get(address).status_code == 404


def test_the_operator_prepares_and_starts_a_cycle(login, operator, applied_file, families):
    client = login(operator)
    sop = SopVersion.objects.get(code="magetan-pkh")
    answer = client.post(
        "/siklus/siapkan/", {"sop": sop.pk, "tahun": 2026, "tahap": 4, "candidates": "tidak", "note": ""}
    )
    cycle = Cycle.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/siklus/{cycle.pk}/")
    families(cycle.round, {PLAOSAN: 2})
    refused = client.post(f"/siklus/{cycle.pk}/jalankan/", follow=True)
    assert "belum ada berkas yang diterapkan" in text_of(refused)
    applied_file(cycle.round)
    assert "Siklus PKH Tahap 4 2026 berjalan." in text_of(client.post(f"/siklus/{cycle.pk}/jalankan/", follow=True))


def test_a_cycle_form_keeps_what_was_typed_and_says_what_is_wrong(login, operator):
    sop = SopVersion.objects.get(code="magetan-pkh")
    answer = login(operator).post(
        "/siklus/siapkan/", {"sop": sop.pk, "tahun": 2026, "tahap": 9, "note": "Catatan saya"}
    )
    assert answer.status_code == 422
    assert "Catatan saya" in answer.content.decode()


def test_a_step_that_data_closes_asks_for_no_ticks(login, korcam_plaosan, started, cast):
    cycle = started()
    ticks = login(korcam_plaosan).get(f"/siklus/{cycle.pk}/langkah/5/{PLAOSAN}/").content.decode()
    assert ("Simpan kelengkapan" in ticks, "Kelengkapan menurut SOP" in ticks) == (True, False)
    order = [ticks.index(words) for words in ("Yang masih kurang", "Simpan kelengkapan", "Simpan bukti", "tindakan")]
    assert order == sorted(order)
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    page = login(korcam_plaosan).get(f"/siklus/{cycle.pk}/langkah/9/{PLAOSAN}/").content.decode()
    assert ("Simpan kelengkapan" in page, "Kelengkapan menurut SOP: ATK, Komputer" in page) == (False, True)


def test_candidates_are_asked_about_where_the_sop_has_steps_for_them(login, operator):
    client = login(operator)
    pkh, sembako = (SopVersion.objects.get(code=code) for code in ("magetan-pkh", "magetan-sembako"))
    page = client.get("/siklus/siapkan/").content.decode()
    assert f'<option value="{pkh.pk}" data-calon' in page
    assert f'<option value="{sembako.pk}">' in page
    assert f"Hanya untuk {pkh.name}. Bila tidak," in page
    missing = client.post("/siklus/siapkan/", {"sop": pkh.pk, "tahun": 2026, "tahap": 4})
    assert list(missing.context["form"].errors) == ["candidates"]
    client.post("/siklus/siapkan/", {"sop": sembako.pk, "tahun": 2026, "tahap": 11})
    cycle = Cycle.objects.get()
    assert (cycle.sop, cycle.note) == (sembako, "")


def test_where_no_sop_has_steps_for_candidates_nobody_is_asked(login, operator, settings):
    settings.OFFICE = "33.14"
    form = login(operator).get("/siklus/siapkan/").context["form"]
    assert list(form.fields) == ["sop", "tahun", "tahap", "note"]


def test_only_the_operator_is_offered_to_prepare(login, korkab, operator):
    assert login(korkab).get("/siklus/siapkan/").status_code == 403
    assert "Siapkan siklus" not in text_of(login(korkab).get("/siklus/"))
    assert "Siapkan siklus" in text_of(login(operator).get("/siklus/"))


@pytest.mark.slow
@pytest.mark.parametrize("username", ["operator", "korkab", "korcam.plaosan", "ratri", "kadis", "inspektorat", "admin"])
def test_the_board_is_there_for_everybody_who_may_see_cycles(login, cast, started, username):
    cycle = started()
    page = login(cast[username]).get(f"/siklus/{cycle.pk}/")
    words = text_of(page)
    assert page.status_code == 200
    assert "5. Pertemuan kelompok" in words
    assert "0 dari 2 kecamatan selesai" in words


def test_a_bank_sees_its_own_steps_only(login, bank, started):
    cycle = started()
    assert login(bank).get(f"/siklus/{cycle.pk}/").status_code == 404
    assert login(bank).get(f"/siklus/{cycle.pk}/langkah/5/").status_code == 404


def test_a_korcam_sees_the_own_kecamatans_share_only(login, korcam_plaosan, started):
    cycle = started()
    client = login(korcam_plaosan)
    assert client.get(f"/siklus/{cycle.pk}/langkah/5/{PLAOSAN}/").status_code == 200
    assert client.get(f"/siklus/{cycle.pk}/langkah/5/{PARANG}/").status_code == 404
    assert client.get(f"/siklus/{cycle.pk}/langkah/5/%00/").status_code == 404


def test_a_share_is_worked_through_on_its_page(login, korcam_plaosan, started):
    cycle = started()
    client, base = login(korcam_plaosan), f"/siklus/{cycle.pk}/langkah/5/"
    before = text_of(client.get(f"{base}{PLAOSAN}/"))
    assert "Kelengkapan belum dicentang: ATK, FC KTP" in before
    client.post(f"{base}kelengkapan/", {"kecamatan": PLAOSAN, "item": [0, 1, 2, 3, 4, 5]})
    client.post(f"{base}bukti/", {"kecamatan": PLAOSAN, "note": "12 kelompok ditemui.", "file": png()})
    after = client.get(f"{base}{PLAOSAN}/")
    assert "Yang masih kurang" not in text_of(after)
    done = client.post(f"{base}pindah/", {"kecamatan": PLAOSAN, "verb": "submit", "note": ""}, follow=True)
    assert done.redirect_chain == [(f"{base}{PLAOSAN}/", 302)]
    again = client.post(f"{base}pindah/", {"kecamatan": PLAOSAN, "verb": "submit", "note": ""}, follow=True)
    assert "Langkah 5 Kec. Plaosan sudah diajukan oleh Sekar Puspitarini" in text_of(again)
    assert share_of(cycle, 5, PLAOSAN).events.count() == 1


def test_a_refused_move_keeps_the_note_and_says_why(login, korcam_plaosan, started):
    cycle = started()
    answer = login(korcam_plaosan).post(
        f"/siklus/{cycle.pk}/langkah/5/pindah/", {"kecamatan": PLAOSAN, "verb": "submit", "note": "Sudah semua"}
    )
    assert answer.status_code == 422
    assert "Belum dapat diajukan." in text_of(answer)
    assert "Sudah semua" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["", "skip", "activate", "hapus", "\x00"])
def test_a_verb_that_is_none_is_refused_in_words(login, korcam_plaosan, started, verb):
    cycle = started()
    answer = login(korcam_plaosan).post(
        f"/siklus/{cycle.pk}/langkah/5/pindah/", {"kecamatan": PLAOSAN, "verb": verb, "note": ""}
    )
    assert answer.status_code == 422


def test_skipping_shows_the_sops_own_warning_first(login, kabid, korkab, started):
    cycle = started("lamandau-pkh")
    run = cycle.steps.get(state="active")
    address = f"/siklus/{cycle.pk}/langkah/{run.step.no}/lewati/"
    assert login(korkab).get(address).status_code == 403
    client = login(kabid)
    assert "tidak tepat sasaran" in text_of(client.get(address))
    unread = client.post(address, {"note": "Ditiadakan."})
    assert (unread.status_code, "Centang bahwa Anda sudah membaca" in text_of(unread)) == (422, True)
    client.post(address, {"note": "Ditiadakan.", "seen": "on"})
    assert step_of(cycle, run.step.no).state == "skipped"


def test_evidence_is_stored_by_its_content_and_served_as_a_download(login, korcam_plaosan, started):
    share = share_of(started(), 5, PLAOSAN)
    kept = evidence.add(share, by=korcam_plaosan, note="Foto pertemuan.", upload=png())
    answer = login(korcam_plaosan).get(f"/berkas/{kept.file.pk}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="foto lapangan.png"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "image/png")
    assert ReadLog.objects.get().subject == "foto lapangan.png"


def test_evidence_is_not_there_for_who_may_not_see_it(login, cast, korcam_plaosan, started):
    share = share_of(started(), 5, PLAOSAN)
    kept = evidence.add(share, by=korcam_plaosan, upload=png())
    told = {name: login(user).get(f"/berkas/{kept.file.pk}/").status_code for name, user in cast.items()}
    seeing = {"apd", "operator", "korkab", "korcam.plaosan", "kasi", "kabid", "sekretaris", "kadis", "inspektorat"}
    assert {name for name, status in told.items() if status == 200} >= seeing
    assert {name: told[name] for name in ("admin", "korcam.parang", "bagas", "petugas", "bank")} == {
        "admin": 404,
        "korcam.parang": 404,
        "bagas": 404,
        "petugas": 403,
        "bank": 404,
    }


def test_a_file_that_is_something_else_is_refused_in_words(login, korcam_plaosan, started):
    cycle = started()
    answer = login(korcam_plaosan).post(
        f"/siklus/{cycle.pk}/langkah/5/bukti/",
        {"kecamatan": PLAOSAN, "note": "x", "file": SimpleUploadedFile("surat.pdf", b"<script>")},
    )
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)
    assert "Isi berkas harus PDF" in text_of(answer)


def test_more_time_is_asked_and_granted_on_the_page(login, korcam_plaosan, korkab, started):
    with time_machine.travel(at("2026-10-05 09:00"), tick=False):
        cycle = started()
        base = f"/siklus/{cycle.pk}/langkah/5/"
        login(korcam_plaosan).post(
            f"{base}perpanjangan/", {"kecamatan": PLAOSAN, "until": "2026-11-20", "reason": "Banjir"}
        )
        page = login(korkab).get(f"{base}{PLAOSAN}/")
        assert "Sekar Puspitarini meminta sampai 20 November 2026: Banjir" in text_of(page)
        asked = Deadline.objects.get(subject=share_of(cycle, 5, PLAOSAN).subject).extensions.get()
        login(korkab).post(f"{base}perpanjangan/{asked.pk}/", {"kecamatan": PLAOSAN, "granted": "ya", "note": ""})
        assert "Tenggat semula" in text_of(login(korkab).get(f"{base}{PLAOSAN}/"))


def test_a_target_date_that_is_a_sunday_is_refused_on_the_page(login, operator, started):
    cycle = started("sragen-pkh", places={PLAOSAN: 1})
    with time_machine.travel(at("2026-10-05 09:00"), tick=False):
        answer = login(operator).post(f"/siklus/{cycle.pk}/langkah/1/tanggal/", {"on": "2026-10-11"})
    assert (answer.status_code, "11 Oktober 2026 bukan hari kerja" in text_of(answer)) == (422, True)


def test_the_bell_lists_and_marks_as_read(login, korkab, kasi):
    bell.tell([korkab], text="Lewat tenggat: 9. Kroscek", url="/siklus/1/", tone="negatif")
    bell.tell([kasi], text="Bukan untuk korkab")
    client = login(korkab)
    words = text_of(client.get("/pemberitahuan/"))
    assert ("Lewat tenggat: 9. Kroscek" in words, "Bukan untuk korkab" in words) == (True, False)
    client.post("/pemberitahuan/dibaca/")
    unread = Notification.objects.filter(read_at=None).values_list("user__username", flat=True)
    assert list(unread) == ["kasi"]


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/siklus/", "/siklus/{cycle}/", "/siklus/{cycle}/langkah/5/"])
def test_queries_do_not_grow_with_kecamatan(login, korkab, started, prepared, families, address, cast, operator):
    few = started(places={PLAOSAN: 1}, tahap=1)
    many = started(places={f"35.20.{no:02}": 1 for no in range(1, 16)}, tahap=2)
    client = login(korkab)
    client.get(f"/siklus/{few.pk}/")
    numbers = []
    for cycle in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get(address.format(cycle=cycle.pk)).status_code == 200
        numbers.append(len(counted))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 32
