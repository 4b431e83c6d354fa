"""The register: yearly, without doubles, gaps and voids kept."""

import threading
from datetime import date

import pytest
from django.db import connections

from pkh_sembako.accounts.models import User
from pkh_sembako.documents import queries
from pkh_sembako.documents.models import Document, RegisterNumber
from pkh_sembako.documents.services import numbers
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import NumberSource, Office

DAY = date(2026, 11, 25)


@pytest.fixture
def own_register(cast) -> Office:
    Office.objects.update(number_source=NumberSource.REGISTER)
    return Office.objects.get()


def draw(by, dated=DAY, typed="") -> str:
    return numbers.draw(dated=dated, typed=typed, by=by)


def sentence(action, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refusal:
        action(*args, **kwargs)
    return refusal.value.sentence


def test_numbers_follow_one_another_and_begin_anew_each_year(own_register, kadis):
    drawn = [draw(kadis), draw(kadis), draw(kadis, dated=date(2027, 1, 4))]
    assert drawn == ["400.9/1/403.107/2026", "400.9/2/403.107/2026", "400.9/1/403.107/2027"]


def test_what_is_reserved_is_skipped_and_the_gap_stays_open(own_register, kadis, operator):
    numbers.reserve(5, dated=DAY, reason="Surat undangan rakor", by=operator)
    assert draw(kadis) == "400.9/6/403.107/2026"
    assert queries.gaps(2026) == [(1, 4)]


def test_the_same_said_twice_is_one_record(own_register, operator, apd):
    one, two = (numbers.reserve(5, dated=DAY, reason="Surat undangan rakor", by=operator) for _ in range(2))
    assert (one, RegisterNumber.objects.count()) == (two, 1)
    taken = "Nomor 5 tahun 2026 sudah tercatat."
    assert sentence(numbers.reserve, 5, dated=DAY, reason="Surat lain", by=operator) == taken
    assert sentence(numbers.reserve, 5, dated=DAY, reason="Surat undangan rakor", by=apd) == taken


def test_a_voided_number_stays_voided_with_its_reason(own_register, kadis, operator):
    draw(kadis)
    row = numbers.void(2026, 1, reason="Salah ambil", by=operator)
    assert (row.state, row.reason, draw(kadis)) == ("void", "Salah ambil", "400.9/2/403.107/2026")
    assert sentence(numbers.void, 2026, 1, reason="Lagi", by=operator) == "Nomor 400.9/1/403.107/2026 sudah dibatalkan."
    assert sentence(numbers.void, 2026, 9, reason="x", by=operator) == "Nomor 9 tahun 2026 belum pernah keluar."
    assert sentence(numbers.void, 2026, 2, reason=" ", by=operator) == "Tulis alasan pembatalan nomor."


def test_a_printed_number_cannot_be_voided(own_register, kadis, operator):
    number = draw(kadis)
    Document.objects.create(kind="x", title="x", number=number, dated=DAY, subject="x:1", by=kadis)
    assert sentence(numbers.void, 2026, 1, reason="x", by=operator) == (
        f"Nomor {number} sudah tercetak pada dokumen dan tidak dapat dibatalkan."
    )


def test_a_typed_number_clashes_with_the_one_before(cast, kadis):
    assert draw(kadis, typed=" 400.9/1873/403.107/2026 ") == "400.9/1873/403.107/2026"
    Document.objects.create(kind="x", title="x", number="400.9/1873/403.107/2026", dated=DAY, subject="x:1", by=kadis)
    assert sentence(draw, kadis, typed="400.9/1873/403.107/2026") == (
        "Nomor 400.9/1873/403.107/2026 sudah dipakai dokumen lain."
    )
    assert sentence(draw, kadis, typed="  ") == "Isi nomor Berita Acara dari agenda sekretariat."


def test_a_number_that_came_from_the_agenda_is_stepped_over(own_register, kadis):
    Document.objects.create(kind="x", title="x", number="400.9/1/403.107/2026", dated=DAY, subject="x:1", by=kadis)
    assert draw(kadis) == "400.9/2/403.107/2026"


@pytest.mark.parametrize("template", ["{klasifikasi}/{tahun}", "{nomor", "{apa}/{nomor}", "{nomor:081d}", "{}"])
def test_a_template_that_makes_no_number_is_refused(own_register, kadis, template):
    Office.objects.update(number_template=template)
    assert sentence(draw, kadis).startswith("Pola nomor surat kantor")


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_draw_twenty_numbers(own_register, kadis):
    starts = threading.Barrier(20)

    def one() -> None:
        starts.wait(timeout=30)
        draw(User.objects.get(pk=kadis.pk))
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(RegisterNumber.objects.values_list("number", flat=True)) == list(range(1, 21))
