"""A kecamatan or a desa answers the jadwal pembagian kartu through a personal link (SOP Sembako 8)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from pkh_sembako.deadlines.models import Notification
from pkh_sembako.office.models import Desa
from programs.models import KksScheduleReceipt
from programs.services.kks import scheduling
from sop import links as queries
from sop.models import PersonalLink
from sop.services import links
from sop.steps import progress_by_kecamatan, unit, unmet
from tests.programs.kks.factories import PLAN, cards
from tests.sop.conftest import PARANG, PLAOSAN, step_of

CAMAT = {"name": "Bayu Contoh", "position": "Camat Plaosan"}
BY_LINK = "melalui tautan pribadi, oleh Bayu Contoh (Camat Plaosan)"


@pytest.fixture
def cycle(started, operator, bank):
    """Running, its schedule received by the Dinas; a session in both kecamatan."""
    made = started("magetan-sembako", places={PARANG: 1, PLAOSAN: 1}, tahap=11)
    for place, code in enumerate((PLAOSAN, PARANG)):
        cards(made.round, desa_in(code), 4, by=operator, first=100 + 50 * place)
    proposed = scheduling.propose(made.round, PLAN, by=bank)
    scheduling.make(proposed, by=bank)
    scheduling.receive(proposed, by=operator)
    return made


def desa_in(code: str) -> Desa:
    return Desa.objects.filter(kecamatan=code).first()


def page_and_code(cycle, code: str, by) -> tuple[str, str]:
    about = queries.matter(cycle, queries.SCHEDULE)
    one = links.make(about, [code], by=by, by_mail=False, renew=True).shown[0]
    return one.url.removeprefix("http://127.0.0.1:8000"), one.code


def test_the_kecamatan_takes_the_schedule_and_the_step_counts_it(cycle, operator):
    page, code = page_and_code(cycle, PLAOSAN, operator)
    shown = Client().get(page)
    assert [slot.desa.kecamatan_id for slot in shown.context["sessions"]] == [PLAOSAN]
    assert Client().post(page, CAMAT | {"code": code, "answered": "terima"}).status_code == 302
    receipt = KksScheduleReceipt.objects.get()
    assert (receipt.kecamatan_id, receipt.by, receipt.said_by) == (PLAOSAN, None, BY_LINK)
    assert unmet(step_of(cycle, 8)) == ["Kecamatan Parang belum menyatakan menerima jadwal"]
    assert progress_by_kecamatan(step_of(cycle, 8)) == {PLAOSAN: (1, 1), PARANG: (0, 1)}


def test_an_objection_needs_words_and_confirms_nothing(cycle, operator):
    page, code = page_and_code(cycle, PLAOSAN, operator)
    objection = CAMAT | {"code": code, "answered": "keberatan"}
    assert Client().post(page, objection).context["form"].errors["note"] == [
        "Tulis keberatannya agar Dinas dapat mengubah jadwal."
    ]
    assert Client().post(page, objection | {"note": "Hari itu ada hajatan desa"}).status_code == 302
    link = PersonalLink.objects.get()
    assert (link.agreed, link.note, KksScheduleReceipt.objects.count()) == (False, "Hari itu ada hajatan desa", 0)
    assert Notification.objects.get(user=operator).tone == "peringatan"


def test_a_desa_says_it_knows_and_the_step_still_waits_for_its_kecamatan(cycle, operator, login):
    desa = desa_in(PLAOSAN)
    page, code = page_and_code(cycle, desa.pk, operator)
    assert Client().post(page, CAMAT | {"code": code, "answered": "terima"}).status_code == 302
    assert KksScheduleReceipt.objects.count() == 0
    rows = login(operator).get(f"/siklus/{cycle.pk}/tautan/jadwal/?kecamatan={PLAOSAN}").context["rows"]
    assert [(row.code, row.done, row.state[0]) for row in rows] == [(desa.pk, True, "Dikonfirmasi")]


def test_its_paper_is_the_place_only(cycle, operator):
    page, _ = page_and_code(cycle, PLAOSAN, operator)
    found = Client().get(f"{page}berkas.pdf")
    assert (found.status_code, found["Content-Type"], found.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_a_withdrawn_schedule_ends_its_links(cycle, operator):
    page, _ = page_and_code(cycle, PLAOSAN, operator)
    scheduling.withdraw(queries.schedule_of(cycle), by=operator, reason="Tempat berubah")
    assert Client().get(page).status_code == 404


def test_a_receipt_is_by_somebody_or_through_a_link(cycle, operator):
    facts = {"schedule": queries.schedule_of(cycle), "kecamatan_id": PLAOSAN}
    for wrong in ({}, {"by": operator, "through": "x"}):
        with pytest.raises(IntegrityError, match="kks_schedule_receipt_by_somebody"), transaction.atomic():
            KksScheduleReceipt.objects.create(**facts, **wrong)


def test_each_step_counts_in_its_own_unit(cycle):
    assert [unit(step_of(cycle, no).step) for no in (1, 5, 8, 9)] == ["keluarga", "desa", "konfirmasi", "kartu"]


def test_the_schedule_leads_to_its_links(cycle, operator, bank, login):
    schedule = cycle.round.kks_schedules.get()
    client = login(operator)
    page = client.get(schedule.get_absolute_url()).content.decode()
    assert f'href="/kks/jadwal/{schedule.pk}/tautan/"' in page
    assert client.get(f"/kks/jadwal/{schedule.pk}/tautan/").url == f"/siklus/{cycle.pk}/tautan/jadwal/"
    assert "/tautan/" not in login(bank).get(schedule.get_absolute_url()).content.decode()
    assert login(bank).get(f"/kks/jadwal/{schedule.pk}/tautan/").status_code == 403
