"""What the Kabid let pass on the way to the Berita Acara: frozen in the draft, shown to every link, printed."""

import pytest
from django.db import IntegrityError, connection, transaction

from programs.exports.berita_acara import render
from programs.exports.berita_acara_facts import gather
from programs.models import BaRevision
from sop.models import Cycle
from sop.queries import waivers_before
from sop.services import approval, cycles, runs
from tests.programs.exports.reading import pdf_text
from tests.sop.conftest import PARANG, PLAOSAN, check_and_accept, determine, share_of, step_of, work_through


@pytest.fixture
def accepted(started, cast, kabid) -> Cycle:
    """Ready for the Berita Acara: step 5 was let pass in Plaosan, step 6 skipped as a whole."""
    cycle = started()
    runs.move(share_of(cycle, 5, PLAOSAN), "waive", by=kabid, note="Jembatan putus <sejak Oktober>.")
    runs.move(share_of(cycle, 5, PARANG), "skip", by=kabid, note="Pertemuan ditiadakan.")
    runs.move(step_of(cycle, 6), "skip", by=kabid, note="Sudah dimutakhirkan bulan lalu.")
    for no in (7, 8):
        work_through(cycle, no, cast)
    check_and_accept(cycle, cast)
    return cycle


@pytest.fixture
def drafted(accepted, korkab) -> BaRevision:
    return approval.draft(accepted.round, by=korkab)


def test_the_draft_keeps_who_when_which_step_and_why(drafted):
    told = [(one["step"], one["kecamatan"], one["act"], one["by"], one["reason"]) for one in drafted.set_aside]
    assert told == [
        (5, "Plaosan", "diloloskan", "Arya Danuwijaya", "Jembatan putus <sejak Oktober>."),
        (5, "Parang", "dilewati", "Arya Danuwijaya", "Pertemuan ditiadakan."),
        (6, "", "dilewati", "Arya Danuwijaya", "Sudah dimutakhirkan bulan lalu."),
    ]
    assert {one["office"] for one in drafted.set_aside} == {"Kepala bidang"}


def test_what_was_drafted_is_not_changed_afterwards(drafted):
    rows = BaRevision.objects.filter(pk=drafted.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(set_aside=[])
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard ON programs_barevision")
    assert rows.update(set_aside=[]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["kasi", "kadis", "inspektorat"])
def test_every_link_reads_it(drafted, login, cast, reader):
    page = login(cast[reader]).get(f"/penetapan/{drafted.ba_id}/").content.decode()
    assert "Hal yang dikesampingkan" in page
    assert "Langkah 5 (Pertemuan kelompok) di Kec. Plaosan diloloskan: “Jembatan putus &lt;sejak Oktober&gt;.”" in page


def test_the_drafter_reads_it_before_drafting(accepted, login, korkab):
    page = login(korkab).get(f"/penetapan/susun/{accepted.round_id}/")
    assert [(one.step, one.act) for one in page.context["set_aside"]] == [
        (5, "diloloskan"),
        (5, "dilewati"),
        (6, "dilewati"),
    ]
    assert "Langkah 6 (Pemutakhiran data) dilewati:" in page.content.decode()


@pytest.mark.slow
def test_it_is_printed_as_a_numbered_finding(accepted, cast):
    made = determine(accepted, cast)
    text = pdf_text(render(gather(made, made.document, workbook_name="BNBA.xlsx", workbook_hash="0f" * 32)))
    assert "Hal yang dikesampingkan dalam pelaksanaan Standar Operasional Prosedur" in text
    assert "langkah 5 (Pertemuan kelompok) di Kecamatan Plaosan diloloskan oleh Arya Danuwijaya, Kepala bidang" in text
    assert "dengan alasan: “Jembatan putus <sejak Oktober>”" in text


def test_what_comes_after_the_berita_acara_is_not_told_on_its_correction(accepted, cast):
    determine(accepted, cast)
    runs.move(step_of(accepted, 12), "skip", by=cast["kabid"], note="Dikirim bersama tahap berikutnya.")
    assert {event.step_run.step.no for event in waivers_before(accepted.round, "berita_acara")} == {5, 6}


def test_a_cycle_that_was_stopped_and_begun_again_does_not_count(accepted, prepared, operator):
    cycles.stop(accepted, reason="Salah versi.", by=operator)
    assert len(waivers_before(accepted.round, "berita_acara")) == 3  # the work goes on without a cycle
    cycles.start(prepared(), by=operator)
    assert waivers_before(accepted.round, "berita_acara") == []
