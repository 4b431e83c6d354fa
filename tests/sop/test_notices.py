"""Steps 4 and 5 of Program Sembako: a letter to every camat in one go, and the desa that were told."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.audit.models import ReadLog
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import files, issuing, letters
from pkh_sembako.documents.services.content import PDF
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Kecamatan, Official
from programs.models import Enrollment, Household, RoundEntry
from sop import notices as queries
from sop.models import DesaInformed, Notice
from sop.services import notices
from sop.steps import link, progress_by_kecamatan, unmet
from tests.documents.conftest import picture, upload
from tests.sop.conftest import PARANG, PLAOSAN, share_of, step_of, work_through

ROUND = "Sembako Tahap 11 2026"
DAY = date(2026, 11, 20)


@pytest.fixture
def cycle(started, cast, time_machine):
    time_machine.move_to("2026-11-20 09:00+07:00", tick=False)
    Official.objects.create(
        post="kadis", title="Kepala Dinas Sosial", name="Bima Surengrana", starts=date(2025, 1, 2), user=cast["kadis"]
    )
    made = started("magetan-sembako", places={PARANG: 3, PLAOSAN: 2}, tahap=11)
    for no in (1, 2, 3):
        work_through(made, no, cast)
    return made


@pytest.fixture
def sent(cycle, cast):
    """Every letter numbered, step 4 handed in."""
    work_through(cycle, 4, cast)
    return cycle


def place(code: str) -> Kecamatan:
    return Kecamatan.objects.get(pk=code)


def told(cycle, code: str, by, **facts) -> int:
    desa = queries.desa_of(cycle, code)
    return notices.inform(cycle, place(code), desa, on=DAY, channel="meeting", by=by, **facts)


def test_every_kecamatan_of_the_list_gets_its_letter_once(cycle, operator):
    assert unmet(step_of(cycle, 4)) == ["2 dari 2 kecamatan belum mempunyai surat pemberitahuan yang terbit"]
    assert notices.make(cycle, by=operator) == 2
    desa = Desa.objects.filter(kecamatan=PARANG).first()
    letter = Notice.objects.get(cycle=cycle, kecamatan=PARANG).letter
    assert (letter.addressees, letter.subject, letter.state) == (
        ["Camat Parang"],
        f"Pemberitahuan data penerima {ROUND}",
        "draft",
    )
    assert letter.rows == [{"wilayah": desa.name, "jumlah": "3", "keterangan": ""}]
    assert letter.blocks["pembuka"].splitlines()[-1] == (
        f"Pada daftar {ROUND} terdapat 3 keluarga di Kecamatan Parang, pada 1 desa/kelurahan, "
        "dengan rincian sebagai berikut."
    )
    with pytest.raises(DomainError, match=r"^Surat untuk setiap kecamatan sudah dibuat\.$"):
        notices.make(cycle, by=operator)
    assert Letter.objects.count() == 2


def test_the_database_keeps_one_letter_per_kecamatan(cycle, operator):
    notices.make(cycle, by=operator)
    other = Notice.objects.get(cycle=cycle, kecamatan=PARANG).letter
    other.pk = None
    other.save(force_insert=True)
    with pytest.raises(IntegrityError, match="notice_once"), transaction.atomic():
        Notice.objects.create(cycle=cycle, kecamatan_id=PARANG, letter=other)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sop_notice DROP CONSTRAINT notice_once")
    Notice.objects.create(cycle=cycle, kecamatan_id=PARANG, letter=other)
    assert Notice.objects.filter(cycle=cycle, kecamatan=PARANG).count() == 2


def test_a_thrown_away_draft_and_a_cancelled_letter_are_made_again(cycle, operator, kadis):
    notices.make(cycle, by=operator)
    letters.withdraw(Notice.objects.get(cycle=cycle, kecamatan=PARANG).letter, by=operator)
    cancelled = letters.submit(Notice.objects.get(cycle=cycle, kecamatan=PLAOSAN).letter, by=operator)
    letters.approve(cancelled, by=kadis)
    letters.cancel(cancelled, reason="Salah data", by=kadis)
    assert notices.make(cycle, by=operator) == 2
    states = Notice.objects.filter(cycle=cycle).values_list("kecamatan", "letter__state")
    assert dict(states) == {PARANG: "draft", PLAOSAN: "draft"}


def test_the_steps_are_met_by_letters_and_told_desa(sent, operator, camat_plaosan):
    assert unmet(step_of(sent, 4)) == []
    share = share_of(sent, 5, PLAOSAN)
    assert unmet(share) == ["1 desa di Kecamatan Plaosan belum tercatat diberi tahu"]
    assert link(share) == ("Catat desa yang sudah diberi tahu", f"/siklus/{sent.pk}/surat/{PLAOSAN}/")
    assert told(sent, PLAOSAN, camat_plaosan) == 1
    assert unmet(share) == []
    assert progress_by_kecamatan(step_of(sent, 5)) == {PARANG: (0, 1), PLAOSAN: (1, 1)}
    with pytest.raises(DomainError, match=r"^Desa yang dipilih sudah tercatat diberi tahu\.$"):
        told(sent, PLAOSAN, camat_plaosan)


def test_the_dinas_writes_it_down_only_with_evidence(sent, operator):
    with pytest.raises(DomainError, match=r"^Unggah bukti dari kecamatan, misalnya surat atau tangkapan pesan\.$"):
        told(sent, PARANG, operator)
    assert told(sent, PARANG, operator, upload=upload(picture(), "hadir.png")) == 1
    row = DesaInformed.objects.get()
    assert (row.recorded_for, row.evidence.name, row.by) == (True, "hadir.png", operator)


def test_nothing_is_told_before_the_letter_is_out(cycle, camat_plaosan):
    with pytest.raises(DomainError, match=r"^Surat pemberitahuan untuk Kecamatan Plaosan belum terbit\.$"):
        told(cycle, PLAOSAN, camat_plaosan)


def test_what_was_told_stays(sent, camat_plaosan):
    told(sent, PLAOSAN, camat_plaosan)
    for change in (lambda rows: rows.update(channel="visit"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
            change(DesaInformed.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER immutable ON sop_desainformed")
    assert DesaInformed.objects.update(channel="visit") == 1


def test_the_pages_make_submit_and_tick(cycle, login, operator):
    page = f"/siklus/{cycle.pk}/surat/"
    client = login(operator)
    assert [client.post(page).status_code, client.post(f"{page}ajukan/").status_code] == [302, 302]
    assert set(Letter.objects.values_list("state", flat=True)) == {"submitted"}
    shown = client.get(page).context
    assert (len(shown["rows"]), shown["missing"], shown["drafts"], shown["issued"]) == (2, 0, 0, 0)


def test_a_kecamatan_ticks_its_own_desa_and_sees_no_other(sent, login, camat_plaosan, desa_plaosan):
    client = login(camat_plaosan)
    page = f"/siklus/{sent.pk}/surat/{PLAOSAN}/"
    assert client.post(page, {"on": "2026-11-20", "channel": "meeting"}).status_code == 422
    desa = queries.desa_of(sent, PLAOSAN)[0]
    sent_on = {"desa": [desa.pk], "on": "2026-11-20", "channel": "meeting"}
    assert client.post(page, sent_on).status_code == 302
    assert list(DesaInformed.objects.values_list("desa", "by", "recorded_for")) == [(desa.pk, camat_plaosan.pk, False)]
    assert client.get(f"/siklus/{sent.pk}/surat/{PARANG}/").status_code == 404
    assert [row.kecamatan.pk for row in client.get(f"/siklus/{sent.pk}/surat/").context["rows"]] == [PLAOSAN]


def test_a_desa_ticks_itself_only(sent, login, desa_plaosan):
    """The cast's desa is not on this list at first: it reads the letter of its kecamatan and ticks nobody else."""
    client, page = login(desa_plaosan), f"/siklus/{sent.pk}/surat/{PLAOSAN}/"
    other = queries.desa_of(sent, PLAOSAN)[0]
    assert client.get(page).context["form"] is None
    assert client.get(f"/siklus/{sent.pk}/surat/{PARANG}/").status_code == 404
    own = Desa.objects.get(pk=desa_plaosan.desa_codes[0])
    RoundEntry.objects.filter(round=sent.round, desa=other).first().delete()
    family = Household.objects.create(nik="3520070101900001", name="KELUARGA", name_search="keluarga", desa=own)
    enrollment = Enrollment.objects.create(household=family, program=sent.round.program)
    RoundEntry.objects.create(round=sent.round, enrollment=enrollment, kecamatan_id=PLAOSAN, desa=own)
    typed = {"on": "2026-11-20", "channel": "letter"}
    assert client.post(page, typed | {"desa": [other.pk]}).status_code == 422
    assert client.post(page, typed | {"desa": [own.pk]}).status_code == 302
    assert list(DesaInformed.objects.values_list("desa", "by", "recorded_for")) == [(own.pk, desa_plaosan.pk, False)]


def test_a_kecamatan_and_its_desa_read_the_letter_and_no_other(sent, login, camat_plaosan, desa_plaosan, operator):
    letter = Notice.objects.get(cycle=sent, kecamatan=PLAOSAN).letter
    stored = files.keep(io.BytesIO(b"%PDF-1.7 surat"), name="surat.pdf", content_type=PDF, by=operator)
    issuing.attach_pdf(letter.document, stored)
    for reader in (camat_plaosan, desa_plaosan, operator):
        found = login(reader).get(f"/siklus/{sent.pk}/surat/{PLAOSAN}/surat.pdf")
        assert (found.status_code, found.content) == (200, b"%PDF-1.7 surat")
        assert ReadLog.objects.filter(user=reader, purpose="Membaca surat").count() == 1
        assert login(reader).get(f"/siklus/{sent.pk}/surat/{PARANG}/surat.pdf").status_code == 404


def test_once_all_are_told_a_late_form_is_answered_in_words(sent, camat_plaosan, login):
    told(sent, PLAOSAN, camat_plaosan)
    answer = login(camat_plaosan).post(f"/siklus/{sent.pk}/surat/{PLAOSAN}/", {}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Semua desa Kecamatan Plaosan yang dapat Anda catat sudah diberi tahu."
    ]
