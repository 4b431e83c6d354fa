"""The BNBA as a workbook: what it says, and that importing it again changes nothing."""

import io
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.models import Download, StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import the_office
from programs import tasks_publish
from programs.enums import Basis, Outcome
from programs.exports import bnba
from programs.exports.bnba import Layout
from programs.models import Household, RoundEntry
from programs.services import exporting, kroscek
from programs.services.kroscek import Finding
from tests.programs.exports.conftest import run_here
from tests.programs.exports.reading import sheets

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
V1 = [
    "IDDTKS", "NOKK", "NIK_KTP", "NAMA_PENERIMA", "NAMA_PROP", "NAMA_KAB",
    "NAMA_KEC", "NAMA_KEL", "KODE_WILAYAH", "TAHAP", "BANSOS", "BANK", "ALAMAT",
    "NO_RT", "NO_RW", "DUSUN", "DIR", "GELOMBANG", "NOMINAL",
]  # fmt: skip


def built(the_round, layout=Layout.MINISTRY) -> dict[str, list[list]]:
    target = io.BytesIO()
    bnba.build(bnba.open_book(the_round, office=the_office(), now=NOW), target, layout=layout)
    return sheets(target.getvalue())


def imported_again(path, **options) -> dict:
    out = io.StringIO()
    call_command("bnba_import", str(path), program="pkh", tahun=2027, tahap=1, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def exported(tmp_path):
    path = tmp_path / "BNBA.xlsx"
    call_command("bnba_export", program="pkh", tahun=2027, tahap=1, out=path, stdout=io.StringIO())
    return path


def test_a_round_that_is_not_determined_says_so(the_round):
    rows = built(the_round)["BNBA"]
    assert [row[0] for row in rows[:2]] == [
        "BNBA PKH Tahap 1 2027, Kabupaten Magetan",
        "Keadaan per 22 November 2026 14.05 WIB, belum ditetapkan",
    ]
    assert (rows[2], len(rows)) == (V1, 3 + 8)
    first = dict(zip(V1, rows[3], strict=True))
    family = RoundEntry.objects.get(round=the_round, enrollment__household__nik=first["NIK_KTP"]).enrollment.household
    assert (first["NOKK"], first["NAMA_PENERIMA"], first["NO_RT"], first["NOMINAL"], first["BANSOS"]) == (
        family.no_kk,
        family.name,
        "001",
        600_000,
        "PKH",
    )
    assert (first["NAMA_PROP"], first["NAMA_KAB"], first["KODE_WILAYAH"]) == (
        "JAWA TIMUR",
        "MAGETAN",
        family.desa_id.replace(".", ""),
    )


def test_a_demo_office_says_that_nobody_is_meant(the_round, settings):
    settings.DEMO = True
    assert built(the_round)["BNBA"][2][0] == "CONTOH: nama dan nomor di lembar ini bukan milik siapa pun"


def test_a_determined_round_has_who_may_be_paid_first_and_the_others_with_their_reason(determined):
    book = built(determined.ba.round)
    assert list(book) == ["Layak bayar", "Tidak layak bayar"]
    assert book["Layak bayar"][1][0] == (
        f"Ditetapkan dengan Berita Acara Nomor 400.9/1873/403.107/2026 tanggal "
        f"{bnba.tanggal(determined.determined_at.astimezone(WIB))}, sidik jari daftar {determined.list_hash}"
    )
    assert len(book["Layak bayar"]) == 3 + 6
    rest = book["Tidak layak bayar"][2:]
    assert rest[0] == [*V1, "HASIL_KROSCEK", "ALASAN"]
    assert sorted(row[-2:] for row in rest[1:]) == [["Tidak ditemukan", ""], ["Usul keluar", "Sudah mampu"]]


def test_the_frozen_values_go_out_also_when_the_registry_has_moved_on(determined):
    Household.objects.update(name="Berubah Kemudian")
    names = {row[3] for row in built(determined.ba.round)["Layak bayar"][3:]}
    assert "Berubah Kemudian" not in names
    assert "Melati Baru" in names


def test_the_offices_own_layout_can_be_read(determined):
    rows = built(determined.ba.round, Layout.OFFICE)["Layak bayar"]
    families = [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]
    changed = next(family for family in families if family["Hasil kroscek"] == "Berubah")
    assert (changed["Nama pengurus"], changed["Tanggal diperiksa"].__class__, changed["Layak bayar"]) == (
        "Melati Baru",
        date,
        "Ya",
    )
    assert changed["Perubahan"].split("; ")[0] == "Alamat: Dusun Contoh → Jalan Baru"


@pytest.mark.parametrize("state", ["the_round", "determined"])
def test_importing_the_exported_file_changes_nothing(state, request, tmp_path, cast):
    request.getfixturevalue(state)
    found = imported_again(exported(tmp_path))
    assert (found["layout"], found["rows"], found["errors"]) == ("V1", 8, [])
    assert {name: found[name] for name in ("new", "changed", "same", "refused", "gone")} == {
        "new": 0,
        "changed": 0,
        "same": 8,
        "refused": 0,
        "gone": 0,
    }


def test_a_proposal_that_waits_is_not_exported_as_a_value(the_round, entries, ratri, tmp_path):
    kroscek.record(
        entries[0], Finding(Outcome.CHANGED, Basis.VISIT, date(2026, 11, 20), changes={"name": "Nama Lain"}), by=ratri
    )
    found = imported_again(exported(tmp_path))
    assert (found["changed"], found["same"]) == (0, 8)


def test_a_family_without_nik_is_listed_apart_and_refuses_no_row(the_round, tmp_path):
    family = Household.objects.first()
    Household.objects.filter(pk=family.pk).update(nik="")
    book = built(the_round)
    assert [row[2:4] for row in book["Belum ada NIK"][3:]] == [[family.no_kk, family.name]]
    found = imported_again(exported(tmp_path))
    assert (found["rows"], found["refused"], found["changed"], found["new"]) == (7, 0, 0, 0)


def test_the_command_refuses_a_round_without_list(db, tmp_path):
    with pytest.raises(CommandError, match=r"Belum ada daftar PKH tahap 3 2031\."):
        call_command("bnba_export", program="pkh", tahun=2031, tahap=3, out=tmp_path / "x.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_an_ordered_export_comes_to_the_download_centre_and_is_logged(the_round, operator):
    download = exporting.order(
        the_round, layout="kemensos", layout_label="Susunan Kemensos", purpose="Rekonsiliasi", by=operator
    )
    job = run_here(Job.objects.get(), tasks_publish.export)
    download.refresh_from_db()
    assert (download.title, job.message) == ("BNBA PKH Tahap 1 2027, susunan kemensos", "Selesai: 8 keluarga.")
    assert len(sheets(files.verified(download.file))["BNBA"]) == 3 + 8
    assert list(ReadLog.objects.values_list("user", "kind", "subject", "purpose")) == [
        (operator.pk, "export", download.title, "Rekonsiliasi")
    ]


def test_ordered_twice_while_it_is_made_it_is_one_order(the_round, operator):
    orders = {
        exporting.order(the_round, layout="kantor", layout_label="Susunan kantor", purpose="Rapat", by=operator).pk
        for _ in range(3)
    }
    assert (len(orders), Download.objects.count(), Job.objects.count()) == (1, 1, 1)


def test_delivered_twice_the_first_file_stays(the_round, operator):
    download = exporting.order(the_round, layout="kantor", layout_label="Susunan kantor", purpose="Rapat", by=operator)
    first_job = run_here(Job.objects.get(), tasks_publish.export)
    before = list(StoredFile.objects.values_list("pk", "sha256"))
    jobs.run(first_job.pk)
    again = Job.objects.create(kind=first_job.kind, arguments=first_job.arguments, by=operator)
    run_here(again, tasks_publish.export)
    download.refresh_from_db()
    assert list(StoredFile.objects.values_list("pk", "sha256")) == before == [(download.file_id, download.file.sha256)]


@pytest.mark.parametrize("layout", list(Layout))
def test_each_kecamatan_has_a_sheet_of_its_own(determined, layout):
    target = io.BytesIO()
    book = bnba.open_book(determined.ba.round, office=the_office(), now=NOW)
    families = bnba.build(book, target, layout=layout, by_kecamatan=True)
    found = sheets(target.getvalue())
    heads, payable = found["Parang"][2], "LAYAK_BAYAR" if layout == Layout.MINISTRY else "Layak bayar"
    assert (list(found), families) == (["Parang", "Plaosan"], 8)
    assert heads.count(payable) == 1
    told = [row[heads.index(payable)].upper() for rows in found.values() for row in rows[3:]]
    assert (told.count("YA"), told.count("TIDAK")) == (6, 2)
    place = heads.index("NAMA_KEC" if layout == Layout.MINISTRY else "Kecamatan")
    assert {name: {row[place].title() for row in rows[3:]} for name, rows in found.items()} == {
        "Parang": {"Parang"},
        "Plaosan": {"Plaosan"},
    }


def test_the_page_orders_a_sheet_for_each_kecamatan(login, the_round, operator):
    sent = {"putaran": the_round.pk, "susunan": "kantor", "keperluan": "Rapat", "per_kecamatan": "on"}
    assert login(operator).post("/bnba/ekspor/", sent).status_code == 302
    run_here(Job.objects.get(), tasks_publish.export)
    download = Download.objects.get()
    assert download.title.endswith(", satu lembar per kecamatan")
    assert list(sheets(files.verified(download.file))) == ["Parang", "Plaosan"]


@pytest.mark.parametrize("username", ["korcam.plaosan", "ratri", "bank"])
def test_only_who_works_for_the_whole_kabupaten_exports_it(the_round, cast, username):
    with pytest.raises(DomainError, match="hanya untuk petugas tingkat kabupaten"):
        exporting.order(the_round, layout="kantor", layout_label="x", purpose="y", by=cast[username])
