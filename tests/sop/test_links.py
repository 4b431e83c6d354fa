"""Personal links: a camat or a desa confirms one letter or schedule without an account (SOP Sembako 5 and 8)."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from pkh_sembako.audit.logs import Safe, mask
from pkh_sembako.audit.sources import BY_TABLE
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, PlaceContact
from sop import links as queries
from sop.models import DesaInformed, PersonalLink
from sop.services import link_mail, links
from sop.services.link_confirming import Answer, Gone, WrongCode, confirm
from sop.steps import progress_by_kecamatan, unmet
from tests.sop.conftest import PARANG, PLAOSAN, share_of, step_of, work_through
from tests.sop.test_race import at_once

WHO = {"name": "Bayu Contoh", "position": "Camat Plaosan"}


@pytest.fixture
def sent(started, cast, time_machine):
    """Step 4 handed in: the letter of both kecamatan has its number."""
    time_machine.move_to("2026-11-20 09:00+07:00", tick=False)
    cycle = started("magetan-sembako", places={PARANG: 3, PLAOSAN: 2}, tahap=11)
    for no in (1, 2, 3, 4):
        work_through(cycle, no, cast)
    return cycle


def make(cycle, *codes: str, by, **facts):
    return links.make(queries.matter(cycle, "surat"), codes, by=by, **{"by_mail": False, "renew": False} | facts)


def shown(cycle, code: str, by):
    """(token, code) as the officer hands them on."""
    one = make(cycle, code, by=by).shown[0]
    return one.url.rstrip("/").rpartition("/")[2], one.code


def desa_in(cycle, code: str = PLAOSAN) -> Desa:
    return queries.matter(cycle, "surat").desa[code][0]


def answer(cycle, code: str) -> Answer:
    return Answer(code, **WHO, desa=[desa_in(cycle)])


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_neither_token_nor_code_stands_in_the_database(sent, operator):
    token, code = shown(sent, PLAOSAN, operator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM sop_personallink l")
        stored = cursor.fetchall()[0][0]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT payload FROM audit_chainlink WHERE source = 'sop_personallink'")
        chained = "".join(str(row[0]) for row in cursor.fetchall())
    link = PersonalLink.objects.get()
    assert (token in stored, f'"{code}"' in stored, link.token_hash in chained) == (False, False, False)
    assert (len(code), links.code_hash(token, code) == link.code_hash) == (6, True)
    assert link.expires_at - link.at == timedelta(days=14)
    assert BY_TABLE["sop_personallink"].hidden == ("token_hash", "code_hash")


def test_the_camat_confirms_on_the_page_and_the_step_counts_it(sent, operator):
    token, code = shown(sent, PLAOSAN, operator)
    page, client = f"/konfirmasi/{token}/", Client()
    first = client.get(page)
    assert (first.status_code, first["X-Robots-Tag"], first["Cache-Control"]) == (
        200,
        "noindex, nofollow",
        "private, no-store",
    )
    assert first.context["document"].number == Letter.objects.get(notice__kecamatan=PLAOSAN).document.number
    sent_form = WHO | {"code": f"{code[:3]} {code[3:]}", "desa": [desa_in(sent).pk], "on": "2026-11-20"}
    assert client.post(page, sent_form).status_code == 302
    told = DesaInformed.objects.get()
    assert (told.by, told.channel, told.said_by) == (
        None,
        "link",
        "melalui tautan pribadi, oleh Bayu Contoh (Camat Plaosan)",
    )
    assert unmet(share_of(sent, 5, PLAOSAN)) == []
    assert progress_by_kecamatan(step_of(sent, 5)) == {PARANG: (0, 1), PLAOSAN: (1, 1)}
    again = client.get(page)
    assert (again.templates[0].name, again.context["link"].name) == ("sop/tautan_terpakai.html", "Bayu Contoh")
    assert Notification.objects.filter(user=operator).count() == 1


def test_a_desa_speaks_for_itself(sent, operator):
    desa = desa_in(sent)
    token, code = shown(sent, desa.pk, operator)
    assert Client().post(f"/konfirmasi/{token}/", WHO | {"code": code}).status_code == 302
    assert list(DesaInformed.objects.values_list("desa", "link__desa")) == [(desa.pk, desa.pk)]


def test_the_fifth_wrong_code_locks(sent, operator):
    token, code = shown(sent, PLAOSAN, operator)
    said = []
    for _ in range(5):
        with pytest.raises(WrongCode) as refusal:
            confirm(token, answer(sent, wrong(code)))
        said.append(refusal.value.sentence)
    assert said[0] == "Kode tidak cocok. Masih ada 4 kali percobaan."
    assert said[-1] == "Kode salah lima kali; tautan terkunci."
    with pytest.raises(Gone):
        confirm(token, answer(sent, code))
    assert (PersonalLink.objects.get().attempts, DesaInformed.objects.count()) == (5, 0)
    assert Client().get(f"/konfirmasi/{token}/").status_code == 404


def test_the_database_lets_no_locked_expired_or_used_link_be_used(sent, operator):
    shown(sent, PLAOSAN, operator)
    use = {"used_at": timezone.now(), "agreed": True, **WHO}
    rows = PersonalLink.objects.all()
    for change in ({"attempts": 6}, {"expires_at": timezone.now()}, {"token_hash": "0" * 64}, use | {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    rows.update(attempts=5)
    with pytest.raises(IntegrityError, match="terkunci"), transaction.atomic():
        rows.update(**use)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER guard ON sop_personallink")
    assert (rows.update(**use), rows.update(name="Orang Lain")) == (1, 1)


def test_unknown_expired_revoked_and_overtaken_links_are_one_page(sent, operator, kadis, time_machine):
    revoked, _ = shown(sent, PARANG, operator)
    links.revoke(PersonalLink.objects.get(), by=operator)
    cancelled, _ = shown(sent, PARANG, operator)
    letters.cancel(Letter.objects.get(notice__kecamatan=PARANG), reason="Salah data", by=kadis)
    expired, _ = shown(sent, PLAOSAN, operator)
    time_machine.move_to("2026-12-04 09:00:01+07:00", tick=False)
    bodies = set()
    for token in ("tidak-ada", revoked, cancelled, expired):
        response = Client().get(f"/konfirmasi/{token}/")
        paper = Client().get(f"/konfirmasi/{token}/berkas.pdf")
        assert (response.status_code, paper.status_code) == (404, 404)
        bodies.add(response.content)
    assert len(bodies) == 1


def test_a_second_answer_changes_nothing(sent, operator):
    token, code = shown(sent, PLAOSAN, operator)
    confirm(token, answer(sent, code))
    before = PersonalLink.objects.values().get()
    other = Answer(code, "Orang Lain", "Staf", desa=[desa_in(sent)])
    assert confirm(token, other).name == "Bayu Contoh"
    assert (PersonalLink.objects.values().get(), DesaInformed.objects.count()) == (before, 1)
    with pytest.raises(DomainError, match=r"^Tautan ini sudah dipakai untuk konfirmasi, jadi tidak dapat dicabut\.$"):
        links.revoke(PersonalLink.objects.get(), by=operator)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one_effect(sent, operator):
    token, code = shown(sent, PLAOSAN, operator)
    people = [Answer(code, f"Orang {number}", "Camat", desa=[desa_in(sent)]) for number in range(6)]
    answers = at_once(*[lambda one=one: confirm(token, one).name for one in people])
    assert (len(answers), len(set(answers)), DesaInformed.objects.count()) == (6, 1, 1)


def test_one_standing_link_a_place(sent, operator):
    first, code = shown(sent, PLAOSAN, operator)
    with pytest.raises(DomainError, match=r"^Tidak ada tautan baru"):
        make(sent, PLAOSAN, by=operator)
    make(sent, PLAOSAN, by=operator, renew=True)
    with pytest.raises(Gone):
        confirm(first, answer(sent, code))
    twin = PersonalLink.objects.standing().get()
    twin.pk, twin.token_hash = None, "1" * 64
    with pytest.raises(IntegrityError, match="one_standing_link"), transaction.atomic():
        twin.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP INDEX one_standing_link")
    twin.save(force_insert=True)
    assert PersonalLink.objects.standing().count() == 2


def test_mail_draws_its_secret_when_it_goes_out(sent, operator, settings):
    settings.BASE_URL = "https://contoh.test"
    PlaceContact.objects.create(kecamatan_id=PLAOSAN, email="kantor@plaosan.test")
    made = make(sent, PLAOSAN, PARANG, by=operator, by_mail=True)
    assert ([one.link.kecamatan_id for one in made.shown], made.mailed) == ([PARANG], 1)
    assert PersonalLink.objects.get(kecamatan=PLAOSAN).token_hash is None
    assert (link_mail.send_waiting(), link_mail.send_waiting()) == (1, 0)
    [message] = mail.outbox
    token = re.search(r"https://contoh\.test/konfirmasi/([\w-]+)/", message.body)[1]
    code = re.search(r"Kode konfirmasi: (\d{6})", message.body)[1]
    assert (message.to, confirm(token, answer(sent, code)).name) == (["kantor@plaosan.test"], "Bayu Contoh")


def test_a_refused_mail_is_tried_again_and_keeps_nothing(sent, operator, monkeypatch):
    PlaceContact.objects.create(kecamatan_id=PLAOSAN, email="kantor@plaosan.test")
    make(sent, PLAOSAN, by=operator, by_mail=True)

    def refused(self):
        raise OSError("kotak penuh")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refused)
        assert link_mail.send_waiting() == 0
    assert list(PersonalLink.objects.values_list("mail_attempts", "token_hash")) == [(1, None)]
    assert link_mail.send_waiting() == 1


def test_the_whatsapp_text_has_the_link_but_not_the_code(sent, operator):
    PlaceContact.objects.create(kecamatan_id=PLAOSAN, phone="0812-0000-0001")
    one = make(sent, PLAOSAN, by=operator).shown[0]
    assert one.whatsapp.startswith("https://wa.me/6281200000001?text=Yth.%20Kecamatan%20Plaosan")
    assert (one.url in one.text, re.search(rf"\b{one.code}\b", one.text)) == (True, None)


def test_a_preview_in_a_chat_does_not_open_it(sent, operator):
    token, _ = shown(sent, PLAOSAN, operator)
    Client(headers={"user-agent": "WhatsApp/2.23"}).get(f"/konfirmasi/{token}/")
    assert PersonalLink.objects.get().opened_at is None
    Client().get(f"/konfirmasi/{token}/")
    assert PersonalLink.objects.get().opened_at == timezone.now()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"code": "abc"},
        {"code": "１２３４５６"},
        {"code": "1" * 500},
        {"desa": ["99.99.99.9999"]},
        {"desa": ["'; DROP TABLE"], "on": "kemarin"},
        {"on": "2027-01-01"},
        {"name": "x" * 5000, "position": "\x00"},
    ],
)
def test_bad_input_comes_back_with_words(sent, operator, typed):
    token, code = shown(sent, PLAOSAN, operator)
    good = WHO | {"code": code, "desa": [desa_in(sent).pk], "on": "2026-11-20"}
    response = Client().post(f"/konfirmasi/{token}/", good | typed if typed else {})
    assert (response.status_code, DesaInformed.objects.count()) == (422, 0)
    assert PersonalLink.objects.get().attempts == 0


def test_who_tries_many_links_is_slowed(sent, operator):
    client = Client()
    statuses = [client.post(f"/konfirmasi/tidak-ada-{number}/", {}).status_code for number in range(21)]
    assert statuses == [404] * 20 + [429]


def test_the_officer_makes_hands_on_and_revokes(sent, login, operator, camat_plaosan):
    client, page = login(operator), f"/siklus/{sent.pk}/tautan/surat/"
    assert len(client.get(page).context["fresh"]) == 2
    made = client.post(f"{page}buat/", {"tempat": [PARANG, PLAOSAN], "cara": "surel"})
    assert (made.status_code, len(made.context["made"].shown)) == (200, 2)
    rows = client.get(page).context["rows"]
    assert {row.state[0] for row in rows} == {"Dibuat untuk diteruskan"}
    assert client.post(f"/siklus/{sent.pk}/tautan/{rows[0].link.pk}/cabut/").status_code == 302
    assert client.get(page).context["rows"][0].state[0] == "Dicabut"
    assert [row.code for row in client.get(f"{page}?kecamatan={PLAOSAN}").context["rows"]] == [desa_in(sent).pk]
    assert [
        client.get(f"{page}?kecamatan=0").status_code,
        client.post(f"{page}buat/", {"tempat": ["0"]}).status_code,
    ] == [404, 302]
    assert login(camat_plaosan).get(page).status_code == 403


def test_the_address_of_a_link_stays_out_of_the_log():
    """A refused request names its path; whoever reads the log must not find a link to try."""
    assert mask("Not Found: /konfirmasi/abc-DEF_1/berkas.pdf") == "Not Found: /konfirmasi/***/berkas.pdf"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("/konfirmasi/abc/",), None)
    record.request = "<WSGIRequest: POST '/konfirmasi/abc/'>"
    Safe().filter(record)
    assert (record.msg, record.request) == ("Not Found: /konfirmasi/***/", "<WSGIRequest: POST '/konfirmasi/***/'>")
