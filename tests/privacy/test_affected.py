"""Whom an incident reaches: from an account, a window or pages to persons, kinds of data and places."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pkh_sembako.accounts.matrix import routes
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.celery import app
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import files
from pkh_sembako.office.models import Desa
from pkh_sembako.privacy import tasks
from pkh_sembako.privacy.enums import DataClass, Way
from pkh_sembako.privacy.models import Incident
from pkh_sembako.privacy.queries import affected, lists
from pkh_sembako.privacy.queries.places import PLACES
from pkh_sembako.privacy.services import incidents
from programs.services import exporting
from tests.programs.factories import list_families, nik

pytestmark = pytest.mark.django_db


def window(**facts) -> affected.Question:
    """From an hour ago until in an hour."""
    now = timezone.now()
    return affected.Question(**({"starts": now - timedelta(hours=1), "ends": now + timedelta(hours=1)} | facts))


def reveal(by, url: str) -> ReadLog:
    return log_read(ReadKind.REVEAL, by=by, subject="NIK Contoh", purpose="Kroscek", url=url)


def seen(question: affected.Question) -> dict[str, tuple[list[str], list[str]]]:
    return {
        each.name: ([str(one) for one in each.classes], [str(way) for way in each.ways])
        for each in affected.answer(question).persons
    }


def test_a_revealed_number_names_its_person_alone(families, ratri, bagas):
    child = families[0].members.get(is_pengurus=False)
    reveal(ratri, f"/keluarga/{families[1].pk}/tampilkan/nik/")
    reveal(ratri, f"/keluarga/{families[0].pk}/anggota/{child.pk}/nik/")
    reveal(bagas, f"/keluarga/{families[2].pk}/tampilkan/nik/")
    assert seen(window(user=ratri)) == {
        "Melati Contoh 2": (["nik", "alamat"], ["nomor"]),
        "Sekar Contoh": (["nik", "alamat", "anak"], ["nomor"]),
    }


def test_a_family_card_number_is_everybodys_of_that_card(families, ratri):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/kk/")
    assert seen(window()) == {
        "Melati Contoh 1": (["no_kk", "alamat"], ["nomor"]),
        "Sekar Contoh": (["no_kk", "alamat", "anak"], ["nomor"]),
    }


def test_an_exported_list_reaches_all_on_it(families, the_round, kadis):
    exporting.order(the_round, layout="v1", layout_label="V1", purpose="Laporan", by=kadis)
    found = affected.answer(window(user=kadis))
    assert (len(found.persons), found.families, found.unknown) == (5, 4, [])
    assert found.summary()["classes"] == {"nik": 5, "no_kk": 5, "alamat": 5, "bantuan": 5, "anak": 1}
    assert found.summary()["ways"] == {"daftar": 5}


def test_time_and_pages_narrow_it(families, ratri):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/nik/")
    reveal(ratri, f"/loket/{families[1].pk}/")
    before = timezone.now() - timedelta(days=2)
    assert seen(window(starts=before, ends=before + timedelta(days=1))) == {}
    assert set(seen(window(address="/loket/"))) == {"Melati Contoh 2"}


def test_what_cannot_be_traced_is_told(families, ratri):
    log_read(ReadKind.EXPORT, by=ratri, subject="Daftar petugas, 12 baris", purpose="Rapat")
    assert [read.subject for read in affected.answer(window()).unknown] == ["Daftar petugas, 12 baris"]


def test_changes_count_and_reach_only_when_asked(families, ratri, bagas):
    families[3].phone = "0812"
    families[3]._history_user = ratri
    families[3].save()
    assert seen(window(user=ratri)) == {"Melati Contoh 4": (["alamat", "bantuan"], ["ubah"])}
    reach = affected.answer(window(user=ratri, with_reach=True))
    assert (reach.families, reach.summary()["ways"]) == (4, {"ubah": 1, "jangkauan": 5})
    assert affected.answer(window(user=bagas, with_reach=True)).families == 0


def test_queries_do_not_grow_with_reads_or_families(families, the_round, plaosan, ratri, kadis):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            affected.answer(window())
        return len(queries)

    exporting.order(the_round, layout="v1", layout_label="V1", purpose="Laporan", by=kadis)
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/nik/")
    few = counted()
    more = list_families(the_round, Desa.objects.filter(kecamatan=plaosan).order_by("code")[1], 40, first=100)
    for entry in more:
        reveal(ratri, f"/keluarga/{entry.enrollment.household_id}/tampilkan/nik/")
    assert counted() == few


def test_every_place_is_an_address_of_the_house():
    """An address that moved would silently make a leak smaller."""
    heads = {place.code: place.pattern.replace("^/", "").split("(")[0] for place in PLACES.values()}
    known = {route.url.replace("^", "").lstrip("/") for route in routes()}
    lost = {code for code, head in heads.items() if not any(url.startswith(head) for url in known)}
    assert lost == set()


def test_every_reveal_of_the_house_is_a_place():
    """The contact of who complained names no family; it is told as a reading that cannot be traced."""
    revealing = [route.url for route in routes() if "tampilkan" in route.url and "meja-pengaduan" not in route.url]
    heads = [place.pattern.removeprefix("^").split("(")[0] for place in PLACES.values()]
    assert [url for url in revealing if not any(url.replace("^", "").startswith(head) for head in heads)] == []


def test_the_workbook_names_persons_without_their_numbers(families, ratri, kadis, incident):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/kk/")
    scope = incidents.compute(incident, window(user=ratri), by=kadis)
    assert (scope.persons, scope.families, len(scope.list_hash)) == (2, 1, 64)
    target = io.BytesIO()
    tasks.affected_book.build(scope, affected.answer(incidents.question_of(scope)), target)
    target.seek(0)
    book = CalamineWorkbook.from_filelike(target)
    rows = book.get_sheet_by_name("Orang terdampak").to_python()
    assert [row[1] for row in rows[4:]] == ["Melati Contoh 1", "Sekar Contoh"]
    assert book.get_sheet_by_name("Per kecamatan").to_python()[-1] == ["Plaosan", 1.0, 2.0]
    assert nik(1) not in repr(rows)


@pytest.mark.django_db(transaction=True)
def test_delivered_twice_the_first_list_stays(families, ratri, kadis, incident):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/kk/")
    scope = incidents.compute(incident, window(user=ratri), by=kadis)
    download = incidents.order_list(scope, by=kadis)
    jobs.run(download.job_id)
    first = Download.objects.get(pk=download.pk).file
    Job.objects.filter(pk=download.job_id).update(state="queued", finished_at=None)
    jobs.run(download.job_id)
    job, again = Job.objects.get(pk=download.job_id), Download.objects.get(pk=download.pk).file
    assert (again, job.message) == (first, "Selesai: 2 orang.")
    assert files.verified(again)[:2] == b"PK"


def test_every_word_of_a_class_and_a_way_is_said():
    assert {str(one) for place in PLACES.values() for one in place.shows} <= {str(one) for one in DataClass}
    assert {place.way for place in PLACES.values()} <= set(Way)


def test_a_scope_is_kept_as_it_was_computed(families, ratri, kadis, incident):
    incidents.compute(incident, window(user=ratri), by=kadis)
    assert [entry.act for entry in Incident.objects.get().entries.all()] == ["found", "computed"]


OF_THE_DESK = ("complaints.", "skm.")  # who complained is no family: told as what cannot be traced
# Kinds of work whose file names no family of this house, or that hand nothing out.
NO_FAMILIES = {
    "backup.make", "backup.drill", "ba.publish", "bank.data", "bnba.apply", "bnba.check", "bnba.take_back",
    "cycle.notices", "deadlines.morning", "kks.ba", "poverty.read", "privacy.affected",
    "siksng.compare",
}  # fmt: skip


def test_every_kind_of_work_that_hands_out_families_can_be_traced():
    """A new kind of export needs a line in lists.FINDERS, or here when it names no family."""
    app.loader.import_default_modules()
    kinds = {kind for kind in jobs.handlers if not kind.startswith(("test.", *OF_THE_DESK))}
    assert kinds - lists.FINDERS.keys() - NO_FAMILIES == set()
    assert lists.FINDERS.keys() - kinds == set()
