"""Every known layout is recognised and read to the last cell."""

from datetime import date

import pytest
from openpyxl import load_workbook

from programs.importing.bnba import preview, read_bnba
from programs.importing.errors import FileRefused
from programs.importing.headers import find_header
from programs.importing.records import StagedRow
from tests.programs.importing import files


def read(path, **options):
    return read_bnba(path, **({"program": "pkh", "tahun": 2026, "tahap": 4, "regions": files.REGIONS} | options))


def plain(sheet, row_no, **values):
    """A staged row with everything empty but what is named."""
    empty = dict.fromkeys(StagedRow._fields, "") | {
        "birth_date": None, "nominal": None, "pengurus": True, "counts": None, "extra": None,
    }  # fmt: skip
    return StagedRow(**(empty | {"sheet": sheet, "row_no": row_no} | values))


def v1_row(i, row_no, sheet="BNBA", **values):
    return plain(
        sheet, row_no, **{
            "nik": files.nik(i), "no_kk": files.nkk(i), "name": files.name(i), "kecamatan_code": "35.20.06",
            "desa_code": "35.20.06.2004", "alamat": f"JL. RAYA {i + 1}", "rt": "001", "rw": "002", "dusun": "KRAJAN",
            "tahap": "4", "nominal": 600_000, "bank": "MANDIRI", "gelombang": "2", "dir": "1", "iddtks": f"DTKS{i:08d}",
        } | values,
    )  # fmt: skip


def test_v1_is_read_to_the_last_cell(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1(3)))
    assert (reading.layout, reading.kind, reading.header_row, reading.headers) == ("V1", "peserta", 1, tuple(files.V1))
    assert (reading.seen, reading.staged, reading.skipped) == (3, 3, 0)
    assert reading.rows == [v1_row(0, 2), v1_row(1, 3), v1_row(2, 4)]
    assert (reading.errors, reading.warnings, reading.refused, reading.notes) == ([], [], [], ())


def test_v1b_holds_the_same_rows_as_v1(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1b(2)))
    assert (reading.layout, reading.kind) == ("V1b", "peserta")
    assert reading.rows == [v1_row(0, 2), v1_row(1, 3)]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "utf-16-le"), (",", "cp1252")],
)
def test_a_csv_is_read_like_a_workbook(tmp_path, delimiter, encoding):
    rows = [files.V1, files.row_v1(0, NAMA_PENERIMA="SITI ZÜLEHA", ALAMAT="JL. RAYA 1, DK. JERUK; UTARA")]
    reading = read(files.csv_file(tmp_path / "daftar.csv", rows, delimiter=delimiter, encoding=encoding))
    expected = v1_row(0, 2, "daftar", name="SITI ZÜLEHA", alamat="JL. RAYA 1, DK. JERUK; UTARA")
    assert (reading.layout, reading.rows) == ("V1", [expected])


def test_v2_is_a_person_list_whose_flag_n_is_skipped(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", DTKS=files.cells_v2(2, persons=3)))
    assert (reading.layout, reading.kind, reading.person_list) == ("V2", "calon", True)
    assert (reading.seen, reading.skipped, reading.errors) == (4, 2, [])
    assert [(row.no_kk, row.pengurus, row.hub) for row in reading.rows] == [
        (files.nkk(0), True, "KEPALA KELUARGA"),
        (files.nkk(0), False, "ANAK"),
        (files.nkk(1), True, "KEPALA KELUARGA"),
        (files.nkk(1), False, "ANAK"),
    ]
    head = reading.rows[0]
    assert (head.birth_date, head.sex, head.rt, head.desa_code) == (files.born(0), "P", "001", "35.20.06.2009")
    assert head.extra == {
        "Tempat Lahir": "MAGETAN", "Pekerjaan": "PETANI", "Nama Ibu Kandung": "SUMINAH", "Keterangan padan": "Y",
        "Bansos BPNT PPKM": "N", "PBI JKN": "Y",
    }  # fmt: skip


def test_v2_read_for_sembako_looks_at_the_other_flag(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", DTKS=files.cells_v2(2, persons=3)), program="sembako")
    assert (reading.seen, reading.skipped) == (6, 0)


def test_v4_groups_its_triples_under_merged_cells(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", Verval=files.cells_v4(4)))
    assert (reading.layout, reading.kind, reading.header_row) == ("V4", "calon", 1)
    assert reading.headers[17:] == ("PKH FLAG", "PKH STATUS", "PKH ALASAN", "BSP FLAG", "BSP STATUS", "BSP ALASAN")
    assert (reading.seen, reading.skipped, reading.errors, reading.warnings) == (2, 2, [], [])
    row = reading.rows[0]
    assert (row.row_no, row.nik, row.no_kk, row.birth_date) == (3, files.nik(0), files.nkk(0), files.born(0))
    assert (row.kecamatan_code, row.desa_code, row.pengurus) == ("35.20.02", "35.20.02.2001", True)


def test_v6_has_counts_and_leaves_numbers_totals_and_signatures_out(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", Rekap=files.cells_v6(2)))
    assert (reading.layout, reading.kind, reading.header_row) == ("V6", "peserta", 3)
    assert reading.rows == [
        plain(
            "Rekap", 5 + i, no_kk=files.nkk(i), name=files.name(i), kecamatan_code="35.20.06",
            desa_code="35.20.06.2004", alamat="RT 01 RW 02", rt="001", rw="002", nominal=750_000,
            extra={"Komponen": "SD, SMP", "KELOMPOK": "MAWAR"},
            counts={"ak": 4, "hamil": 0, "aud": 1, "sd": 1, "smp": 1, "sma": 0, "lansia": 0, "disabilitas": 0},
        )
        for i in range(2)
    ]  # fmt: skip
    assert [finding._asdict() for finding in reading.warnings] == [
        {
            "sheet": "Rekap", "row": 3, "column": "NIK", "code": "nik_absent",
            "message": "Berkas ini tidak memuat kolom NIK; keluarga dicocokkan dengan No. KK.",
        }
    ]  # fmt: skip
    assert reading.notes == ("1 baris tanpa NIK dan No. KK di bawah baris jumlah tidak dibaca.",)


def test_v9_has_a_header_of_two_rows_and_takes_its_region_from_the_command(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", Laporan=files.cells_v9(1))
    reading = read(path, kecamatan="Kec. Plaosan", desa="Desa Plaosan")
    assert (reading.layout, reading.kind, reading.header_row) == ("V9", "calon", 3)
    assert reading.rows == [
        plain(
            "Laporan", 5, nik=files.nik(0), no_kk=files.nkk(0), name=files.name(0), kecamatan_code="35.20.06",
            desa_code="35.20.06.2011", alamat="DSN KRAJAN RT 003/RW 004", rt="003", rw="004", birth_date=files.born(0),
            sex="P", extra={"KEPALA KELUARGA": "SUPARMAN", "TEMPAT LAHIR": "MAGETAN"},
        )
    ]  # fmt: skip


def test_any_sheet_with_a_name_and_a_number_is_read_and_keeps_what_it_does_not_know(tmp_path):
    rows = [["NIK KPM", "NAMA KPM", "NOMOR KIS", "TAHAP SALUR", "NOMINAL CAIR", "DESA"],
            [files.nik(0), "PARTINI", "6032 9812", "Tahap 4 Tahun 2026", "Rp 600.000", "Sundul"]]  # fmt: skip
    reading = read(files.workbook(tmp_path / "a.xlsx", KIS=rows))
    assert (reading.layout, reading.kind, reading.unknown) == ("lain", "calon", ("NOMOR KIS",))
    assert reading.rows == [
        plain(
            "KIS", 2, nik=files.nik(0), name="PARTINI", kecamatan_code="35.20.02", desa_code="35.20.02.2001",
            tahap="Tahap 4 Tahun 2026", nominal=600_000, extra={"NOMOR KIS": "6032 9812"},
        )
    ]  # fmt: skip
    assert reading.warnings == []


def test_sheets_named_after_a_kecamatan_fill_what_their_columns_lack(tmp_path):
    header = ["NIK", "NAMA", "DESA"]
    path = files.workbook(
        tmp_path / "a.xlsx",
        Kec_Plaosan=[header, [files.nik(0), "PARTINI", "DADI"]],
        PARANG=[header, [files.nik(1), "NGATMI", "DADI"]],
        Petunjuk=[["Isi dengan benar"]],
    )
    reading = read(path)
    assert [(row.sheet, row.desa_code) for row in reading.rows] == [
        ("Kec Plaosan", "35.20.06.2009"),
        ("PARANG", "35.20.02.2002"),
    ]
    assert reading.notes == ("Tidak dibaca: lembar Petunjuk.",)


def test_a_sheet_named_after_a_desa_fills_both_columns(tmp_path):
    reading = read(files.workbook(tmp_path / "a.xlsx", Bulugunung=[["NIK", "NAMA"], [files.nik(0), "PARTINI"]]))
    assert [(row.kecamatan_code, row.desa_code) for row in reading.rows] == [("35.20.06", "35.20.06.2004")]


def test_sheets_of_different_layouts_are_refused_by_name_unless_one_is_chosen(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", Bayar=files.cells_v1(1), DTKS=files.cells_v2(1))
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert str(refused.value) == "Lembar di berkas ini berbeda susunan: Bayar (V1), DTKS (V2); pilih satu lembar."
    assert [row.sheet for row in read(path, sheet="bayar").rows] == ["Bayar"]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(FileRefused) as refused:
        read(files.workbook(tmp_path / "a.xlsx", Bayar=files.cells_v1(1)), sheet="Sheet1")
    assert str(refused.value) == 'Lembar "Sheet1" tidak ada di berkas ini; yang ada: Bayar.'


def test_a_file_without_any_header_is_refused(tmp_path):
    with pytest.raises(FileRefused) as refused:
        read(files.workbook(tmp_path / "a.xlsx", Surat=[["Kepada Yth."], ["di tempat"]]))
    assert str(refused.value) == "Judul kolom tidak dikenali (perlu nama dan NIK atau No. KK) di lembar Surat."


def test_a_header_without_a_row_is_refused(tmp_path):
    with pytest.raises(FileRefused) as refused:
        read(files.workbook(tmp_path / "a.xlsx", BNBA=[files.V1]))
    assert str(refused.value) == "Berkas ini tidak memuat satu baris data pun di bawah judul kolomnya."


def test_title_lines_of_two_cells_are_not_taken_for_half_a_header(tmp_path):
    rows = [["KECAMATAN", "PLAOSAN"], ["PROVINSI", "", "", "Lampiran 1"], ["NO", "NIK", "NAMA", "DESA"],
            ["1", files.nik(0), "PARTINI", "DADI"]]  # fmt: skip
    reading = read(files.workbook(tmp_path / "a.xlsx", Plaosan=rows))
    assert (reading.header_row, reading.headers, reading.staged) == (3, ("NO", "NIK", "NAMA", "DESA"), 1)


STRANGE = [["A", "B", "C"], [files.nik(0), "PARTINI", "SUNDUL"]]


def test_a_mapping_by_hand_reads_a_header_nobody_knows(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", Data=STRANGE)
    reading = read(path, mapping={0: "nik", 1: "name", 2: "desa"})
    assert [(row.row_no, row.nik, row.name, row.desa_code) for row in reading.rows] == [
        (2, files.nik(0), "PARTINI", "35.20.02.2001")
    ]


def test_a_mapping_by_hand_is_for_the_sheets_of_one_header(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", Satu=STRANGE, Petunjuk=[["Isi", "dengan", "benar"]], Dua=STRANGE[:1])
    reading = read(path, mapping={0: "nik", 1: "name", 2: "desa"})
    assert ([sheet.name for sheet in reading.sheets], reading.staged) == (["Satu", "Dua"], 1)


def test_a_mapping_is_remembered_by_the_signature_of_its_header(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", Data=STRANGE)
    signature = preview(path).sheets[0].header.signature
    remembered = {signature: {0: "nik", 1: "name", 2: "desa"}}
    assert [row.name for row in read(path, mappings=remembered).rows] == ["PARTINI"]
    assert preview(path, mappings=remembered).layout == "lain"


def test_a_mapping_by_hand_says_everything():
    header = find_header([["NIK", "NAMA", "NAMA PENGURUS", "NOMINAL"]], mapping={0: "nik", 1: "name"})
    assert (header.fields, header.unknown) == ({0: "nik", 1: "name"}, ("NAMA PENGURUS", "NOMINAL"))


def test_the_preview_shows_header_fields_and_first_rows(tmp_path):
    look = preview(files.workbook(tmp_path / "a.xlsx", Rekap=files.cells_v6(9), Surat=[["Kepada Yth.", "Camat"]]))
    assert (look.layout, look.kind) == ("V6", "peserta")
    assert [(sheet.name, sheet.layout, sheet.header.row) for sheet in look.sheets] == [
        ("Rekap", "V6", 3),
        ("Surat", None, 1),
    ]
    assert look.sheets[0].header.fields[2] == "no_kk"
    assert [row[:2] for row in look.sheets[0].sample] == [(str(i + 1), files.name(i)) for i in range(5)]
    assert look.sheets[0].header.unknown == ("Komponen", "KELOMPOK", "NOMINAL P2K2", "PENGADUAN", "TINDAK LANJUT")


def test_hidden_sheets_and_rows_are_read_and_told(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1(3))
    book = load_workbook(path)
    book["BNBA"].row_dimensions[3].hidden = True
    book.create_sheet("Kosong")
    book["BNBA"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    reading = read(path)
    assert reading.staged == 3
    assert reading.notes == (
        "Lembar BNBA tersembunyi dan ikut dibaca.",
        "Berkas ini menyembunyikan 1 baris; baris itu ikut dibaca.",
    )


def test_rows_may_go_to_a_sink_and_progress_is_told(tmp_path):
    batches, told = [], []
    path = files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1(3))
    reading = read(path, sink=batches.append, progress=lambda *done: told.append(done))
    assert (batches, reading.rows, reading.staged) == ([[v1_row(0, 2), v1_row(1, 3), v1_row(2, 4)]], [], 3)
    assert told == [(4, 4)]


def test_dates_of_every_spelling_come_out_as_days(tmp_path):
    header = ["NIK", "NAMA", "TANGGAL LAHIR", "DESA"]
    spellings = ["17-08-1990", "17/08/1990", "17.8.1990", "17-08-90", "17 Agustus 1990", "17-Agt-1990", "17-Aug-1990",
                 "08/17/1990", "1990-08-17", date(1990, 8, 17), 33_102]  # fmt: skip
    rows = [[f"352006570890{i + 1:04d}", "PARTINI", text, "SUNDUL"] for i, text in enumerate(spellings)]
    reading = read(files.workbook(tmp_path / "a.xlsx", Data=[header, *rows]))
    assert [row.birth_date for row in reading.rows] == [date(1990, 8, 17)] * len(spellings)
    assert (reading.errors, reading.warnings) == ([], [])
