"""The berkas of a Sembako cycle: its letters, who was told, the jadwal, control totals and Berita Acara of cards."""

import io
import zipfile
from datetime import date

import pytest

from pkh_sembako.documents.models import Document
from pkh_sembako.office.models import Desa, Office, Official
from programs.services.kks import confirming, scheduling
from sop import notices as queries
from sop.models import DesaInformed
from sop.services import binder_files, binder_tables, notices
from sop.services.binder import Shape
from tests.documents.conftest import picture, upload
from tests.programs.kks.factories import PLAN, cards
from tests.programs.kks.test_berita_acara import make, published
from tests.programs.kks.test_handing import give
from tests.sop.conftest import PARANG, PLAOSAN, work_through
from tests.sop.test_binder_job import kept, listed, made


@pytest.fixture
def cycle(started, cast, time_machine, operator, bank, camat_plaosan):
    """Letters out, Plaosan told by itself and Parang by the Dinas; a jadwal; one Berita Acara signed and one not."""
    time_machine.move_to("2026-11-20 09:00+07:00", tick=False)
    Office.objects.update(number_source="register")
    Official.objects.create(
        post="kadis", title="Kepala Dinas Sosial", name="Bima Contoh", starts=date(2025, 1, 2), user=cast["kadis"]
    )
    under_way = started("magetan-sembako", places={PARANG: 1, PLAOSAN: 1}, tahap=11)
    for no in (1, 2, 3, 4):
        work_through(under_way, no, cast)
    for document in Document.objects.filter(letter__notice__cycle=under_way):
        Document.objects.filter(pk=document.pk).update(pdf=kept(f"surat-{document.pk}.pdf", operator))
    facts = {"on": date(2026, 11, 20), "channel": "meeting"}
    for code, by, proof in ((PLAOSAN, camat_plaosan, None), (PARANG, operator, upload(picture(), "hadir.png"))):
        desa = queries.desa_of(under_way, code)
        notices.inform(under_way, desa[0].kecamatan, desa, by=by, upload=proof, **facts)
    desa = list(Desa.objects.filter(kecamatan=PLAOSAN).order_by("code")[:2])
    for first, place in enumerate(desa):
        given = cards(under_way.round, place, 2, by=operator, first=1 + 100 * first)
        give(given[0], operator)
    schedule = scheduling.make(scheduling.propose(under_way.round, PLAN, by=bank), by=bank)
    schedule = scheduling.receive(schedule, by=operator, evidence=kept("jadwal-bank.pdf", operator))
    confirming.confirm(schedule, desa[0].kecamatan, by=camat_plaosan)
    for place in desa:
        paper = published(make(under_way.round, place, "serah_terima", operator))
        if place == desa[0]:
            Document.objects.filter(pk=paper.document_id).update(signed=kept("ba-ttd.pdf", operator))
    return under_way


def test_the_archive_holds_letters_jadwal_proofs_and_reports(cycle, korkab):
    _, content = made(cycle, korkab, Shape.ZIP)
    archive = zipfile.ZipFile(io.BytesIO(content))
    folders = [path.rsplit("/", 1)[0] for path in listed(archive) if not path.endswith(".xlsx")]
    assert {folder: folders.count(folder) for folder in folders} == {
        "02-surat": 3,
        "03-berita-acara/kartu": 1,
        "04-salinan-bertanda-tangan/kartu": 1,
        "05-bukti/desa": 1,
    }
    assert sorted(path for path in listed(archive) if path.startswith(("10-", "02-surat/desa"))) == [
        "02-surat/desa-yang-diberi-tahu.xlsx",
        "10-kartu/berita-acara-kartu.xlsx",
        "10-kartu/jadwal-pendistribusian.xlsx",
        "10-kartu/jumlah-kontrol-kartu.xlsx",
        "10-kartu/penerimaan-jadwal.xlsx",
    ]


def test_the_tables_say_by_whom_and_how(cycle, korkab, cast):
    tables = {table.title: table.rows for table in binder_tables.gather(cycle, reader=korkab)}
    told = tables["Desa yang diberi tahu"]
    assert [(row[0], row[3], row[4].split(",")[0], bool(row[5])) for row in told] == [
        ("Parang", "Rapat koordinasi", f"{cast['operator']} (dicatat Dinas)", True),
        ("Plaosan", "Rapat koordinasi", str(cast["camat.plaosan"]), False),
    ]
    assert [row[2:] for row in tables["Jumlah kontrol kartu"]] == [("2", "1", "1", "0", "0", "0")] * 2
    assert [(row[1], row[3]) for row in tables["Penerimaan jadwal"]] == [("Plaosan", str(cast["camat.plaosan"]))]
    assert sum(int(row[5]) for row in tables["Jadwal pendistribusian"]) == 2


def test_another_kecamatan_reads_its_own_only(cycle, cast):
    reader = cast["korcam.parang"]
    tables = {table.title: table.rows for table in binder_tables.gather(cycle, reader=reader)}
    assert [row[0] for row in tables["Desa yang diberi tahu"]] == ["Parang"]
    assert {"Jumlah kontrol kartu", "Jadwal pendistribusian", "Berita Acara kartu"} & tables.keys() == set()
    assert [item.stored.name for item in binder_files.gather(cycle, reader=reader).items] == ["hadir.png"]


def test_a_cycle_without_cards_has_no_such_tables(started, korkab):
    titles = {table.title for table in binder_tables.gather(started(), reader=korkab)}
    assert not any("kartu" in title or "jadwal" in title.lower() for title in titles)
    assert DesaInformed.objects.count() == 0
