"""Terdaftar atau tidak: what is said to a citizen, to whom it is shown, and what it leaves behind."""

import logging
import re
import shutil
import subprocess
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.office.models import Desa
from programs.enums import EnrollmentStatus, ExitReason, Outcome, Program
from programs.models import Household, Member
from programs.queries import loket as queries
from programs.queries import loket_words as words
from programs.services import loket
from tests.programs.factories import families, nik, no_kk

pytestmark = pytest.mark.django_db
WHOLE_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")


def ask(client, **typed):
    return client.post("/loket/", {"keperluan": "loket"} | typed)


@pytest.fixture
def family(entries) -> Household:
    """The first one of Plaosan."""
    return entries[0].enrollment.household


@pytest.mark.parametrize("typed", [nik(1), no_kk(1), f"{nik(1)[:4]} {nik(1)[4:8]} {nik(1)[8:]}"])
def test_a_number_opens_its_family_at_once(family, petugas, login, typed):
    response = ask(login(petugas), nomor=typed)
    assert (response.status_code, response.url) == (302, f"/loket/{family.pk}/")


def test_the_number_of_a_member_counts_too(family, petugas):
    Member.objects.create(household=family, name="Anak Contoh", nik=nik(77))
    assert queries.find(petugas, number=nik(77)) == [family.pk]


def test_a_name_is_found_in_its_desa_with_a_typing_error_ten_at_most(the_round, petugas, login, plaosan):
    desa = Desa.objects.filter(kecamatan=plaosan)[0]
    families(desa, 9, first=201)
    page = ask(login(petugas), nama="melatti contoh", desa=desa.code).content.decode()
    assert page.count('scope="row"') == 10
    assert "Hanya 10 yang paling mirip yang ditampilkan" in page
    assert WHOLE_NUMBER.findall(page) == []


def test_a_name_elsewhere_is_not_found(the_round, petugas, plaosan):
    other = Desa.objects.filter(kecamatan=plaosan)[1]
    assert queries.find(petugas, name="melati contoh", desa=other) == []


def test_a_korcam_answers_for_the_own_kecamatan_only(the_round, korcam_parang, korcam_plaosan, login):
    assert queries.find(korcam_parang, number=nik(1)) == []
    assert len(queries.find(korcam_plaosan, number=nik(1))) == 1
    page = ask(login(korcam_parang), nomor=nik(1)).content.decode()
    assert "untuk kecamatan Anda" in page


def test_who_is_not_found_hears_what_may_be_done(the_round, petugas, login):
    page = ask(login(petugas), nomor=nik(999)).content.decode()
    assert "bukan keputusan" in page
    assert [line in page for line in (*words.MAY_DO, words.PROMISE)] == [True, True, True]
    assert WHOLE_NUMBER.findall(page) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Isi NIK atau nomor KK, atau isi nama dan desanya."),
        ({"nomor": "123"}, "NIK atau nomor KK harus 16 angka. Yang ditulis 3 angka."),
        ({"nama": "si"}, "Tulis nama paling sedikit 3 huruf."),
        ({"nama": "siti"}, "Pilih desa/kelurahan; pencarian dengan nama hanya di satu desa."),
        ({"nama": "siti", "desa": "99"}, "Pilih salah satu yang ada di daftar."),
    ],
)
def test_an_incomplete_question_is_refused_with_what_is_missing(petugas, login, typed, sentence):
    response = ask(login(petugas), **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_every_search_and_every_opening_leaves_a_row_without_the_number(family, petugas, login, caplog):
    client = login(petugas)
    with caplog.at_level(logging.DEBUG):
        client.get(ask(client, nomor=nik(1), keperluan="telepon").url)
    rows = ReadLog.objects.filter(user=petugas).order_by("id").values_list("kind", "subject", "purpose", "url")
    assert list(rows) == [
        ("look_up", "Pencarian di loket dengan NIK atau nomor KK: 1 keluarga", loket.PURPOSES["telepon"], "/loket/"),
        (
            "look_up",
            f"Keadaan keluarga {family.name}, {family.desa.name}, di loket",
            loket.PURPOSES["telepon"],
            f"/loket/{family.pk}/",
        ),
    ]
    assert nik(1) not in caplog.text


def test_more_than_sixty_an_hour_are_refused(family, petugas, operator, login):
    ReadLog.objects.bulk_create(
        ReadLog(user=petugas, kind=ReadKind.LOOK_UP, purpose="x", subject="x") for _ in range(loket.MOST_PER_HOUR)
    )
    refused = ask(login(petugas), nomor=nik(1))
    assert refused.status_code == 422
    assert "Sudah 60 kali mencari dalam satu jam." in refused.content.decode()
    assert ask(login(operator), nomor=nik(1)).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert ask(login(petugas), nomor=nik(1)).status_code == 302


def test_a_family_that_was_not_searched_for_does_not_exist(family, entries, petugas, login):
    client = login(petugas)
    assert client.get(f"/loket/{family.pk}/").status_code == 404
    ask(client, nomor=nik(1))
    other = entries[1].enrollment.household_id
    assert [client.get(f"/loket/{pk}/").status_code for pk in (family.pk, other)] == [200, 404]
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert client.get(f"/loket/{family.pk}/").status_code == 200
    session = client.session
    session["loket"] = session["loket"] | {"at": session["loket"]["at"] - 31 * 60}
    session.save()
    assert client.get(f"/loket/{family.pk}/").status_code == 404


def test_a_search_in_the_address_is_no_search(family, petugas, login):
    page = login(petugas).get("/loket/", {"nomor": nik(1)})
    assert (page.status_code, ReadLog.objects.count()) == (200, 0)
    assert nik(1) not in page.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("username", ["petugas", "operator", "apd", "korkab", "korcam.plaosan"])
def test_who_meets_citizens_may_ask(family, cast, login, username):
    client = login(cast[username])
    assert client.get("/loket/").status_code == 200
    assert "Buka loket" in client.get("/").content.decode()


@pytest.mark.parametrize("username", ["ratri", "kadis", "bank", "desa.plaosan", "inspektorat", "admin"])
def test_the_others_may_not(cast, login, username):
    assert ask(login(cast[username]), nomor=nik(1)).status_code == 403


def test_the_answer_names_both_programmes_in_three_queries(family, django_assert_num_queries):
    with django_assert_num_queries(3):
        answer = queries.answer(family)
    assert [(one.program, one.headline) for one in answer.memberships] == [
        ("PKH", "Terdaftar dan aktif"),
        ("Sembako", "Tidak terdaftar"),
    ]
    pkh = answer.memberships[0]
    assert pkh.why == ("Daftar PKH Tahap 1 2027 masih dalam pemeriksaan (kroscek) dan belum ditetapkan.",)
    assert pkh.determined == words.NEVER_DETERMINED[Program.PKH]


def test_every_state_outcome_and_reason_has_words():
    """No citizen hears an empty sentence."""
    assert set(words.SAYS) == set(EnrollmentStatus)
    assert set(words.WHY) | {EnrollmentStatus.ACTIVE} == set(EnrollmentStatus)
    assert set(words.OUTCOME_WHY) == {Outcome.NOT_FOUND, Outcome.PROPOSED_EXIT}
    assert set(words.REASONS) == set(ExitReason)
    assert set(words.DECIDES) == set(words.NEVER_DETERMINED) == set(Program)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_the_slip_says_it_all_without_the_whole_number(family, petugas, login, tmp_path):
    client = login(petugas)
    ask(client, nomor=nik(1))
    response = client.get(f"/loket/{family.pk}/slip/")
    paper = tmp_path / "slip.pdf"
    paper.write_bytes(response.content)
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    flat = " ".join(text.split())
    wanted = [
        family.name,
        "PKH: Terdaftar dan aktif",
        "Sembako: Tidak terdaftar",
        "KTP elektronik pengurus",
        "ditetapkan Kementerian Sosial",
        f"Petugas: {petugas.full_name}",
        "bukan surat keputusan",
    ]
    assert [words_ for words_ in wanted if words_ not in flat] == []
    assert WHOLE_NUMBER.findall(text) == []
    facts = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert ("419.528 x 595.276 pts" in facts, "Pages:           1" in facts) == (True, True)
    assert ReadLog.objects.filter(kind=ReadKind.DOWNLOAD).count() == 1
