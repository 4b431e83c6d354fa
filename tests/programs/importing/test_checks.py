"""Refusals and warnings, exactly by the codes of the contract."""

from datetime import date

import pytest

from programs.importing.bnba import read_bnba
from programs.importing.errors import FileRefused
from tests.programs.importing import files


def read(path, **options):
    return read_bnba(path, **({"program": "pkh", "tahun": 2026, "tahap": 4, "regions": files.REGIONS} | options))


def read_v1(tmp_path, *rows, **options):
    return read(files.workbook(tmp_path / "a.xlsx", BNBA=[files.V1, *rows]), **options)


def brief(findings):
    return [(finding.row, finding.column, finding.code) for finding in findings]


NUMERIC = "NIK tersimpan sebagai angka sehingga angka belakangnya bisa berubah; minta berkas dengan NIK sebagai teks."


@pytest.mark.parametrize(
    ("changed", "column", "code", "message"),
    [
        ({"NIK_KTP": ""}, "NIK_KTP", "nik_missing", "NIK kosong."),
        ({"NIK_KTP": "-"}, "NIK_KTP", "nik_missing", "NIK kosong."),
        ({"NIK_KTP": 3520065708900001}, "NIK_KTP", "nik_numeric", NUMERIC),
        ({"NIK_KTP": "3,52007E+15"}, "NIK_KTP", "nik_numeric", NUMERIC),
        ({"NIK_KTP": date(1990, 8, 17)}, "NIK_KTP", "nik_numeric", NUMERIC),
        ({"NIK_KTP": "352006570890000O"}, "NIK_KTP", "nik_digits", "NIK memuat tanda selain angka."),
        ({"NIK_KTP": True}, "NIK_KTP", "nik_digits", "NIK memuat tanda selain angka."),
        ({"NIK_KTP": "352006570890001"}, "NIK_KTP", "nik_length", "NIK berisi 15 angka, seharusnya 16."),
        (
            {"NIK_KTP": "3520065708900000"}, "NIK_KTP", "nik_repeated",
            "NIK tidak wajar: satu angka diulang 16 kali atau nomor urutnya 0000.",
        ),
        (
            {"NIK_KTP": "7" * 16}, "NIK_KTP", "nik_repeated",
            "NIK tidak wajar: satu angka diulang 16 kali atau nomor urutnya 0000.",
        ),
        ({"NOKK": 3520060101150001}, "NOKK", "kk_numeric", NUMERIC.replace("NIK", "No. KK")),
        ({"NOKK": "35200601011500O1"}, "NOKK", "kk_digits", "No. KK memuat tanda selain angka."),
        ({"NOKK": "35200601011500011"}, "NOKK", "kk_length", "No. KK berisi 17 angka, seharusnya 16."),
        ({"NAMA_PENERIMA": " \xa0 "}, "NAMA_PENERIMA", "name_missing", "Nama kosong."),
        (
            {"NAMA_KEL": "SIDOMUKTI"}, "NAMA_KEL", "region_unknown",
            'Desa/kelurahan "SIDOMUKTI" tidak ada di Kecamatan Plaosan.',
        ),
        (
            {"NAMA_KEC": "PONCOL"}, "NAMA_KEC", "region_unknown",
            'Kecamatan "PONCOL" tidak ada di Kabupaten Magetan.',
        ),
        ({"NAMA_KAB": "NGAWI"}, "NAMA_KAB", "region_unknown", '"NGAWI" bukan wilayah Kabupaten Magetan.'),
        (
            {"NAMA_KEC": "", "NAMA_KEL": "", "KODE_WILAYAH": "3521062004"}, "KODE_WILAYAH", "region_unknown",
            'Kode wilayah "3521062004" tidak ada di Kabupaten Magetan.',
        ),
        (
            {"NAMA_KEC": "", "NAMA_KEL": "", "KODE_WILAYAH": ""}, "NAMA_KEL", "region_missing",
            "Desa/kelurahan tidak diisi.",
        ),
        (
            {"NAMA_KEC": "", "NAMA_KEL": "DADI", "KODE_WILAYAH": ""}, "NAMA_KEL", "region_ambiguous",
            'Desa/kelurahan "DADI" ada lebih dari satu (Kecamatan Parang dan Plaosan); sebutkan kecamatannya.',
        ),
        ({"NOMINAL": "enam ratus"}, "NOMINAL", "amount_invalid", 'Nominal "enam ratus" bukan jumlah rupiah.'),
        ({"NOMINAL": -600_000}, "NOMINAL", "amount_invalid", 'Nominal "-600000" bukan jumlah rupiah.'),
        ({"NOMINAL": 600_000.5}, "NOMINAL", "amount_invalid", 'Nominal "600000.5" bukan jumlah rupiah.'),
        ({"BANSOS": "BPNT"}, "BANSOS", "program_differs", 'Bansos "BPNT" bukan PKH.'),
    ],
)  # fmt: skip
def test_a_row_is_refused_with_column_code_and_sentence(tmp_path, changed, column, code, message):
    reading = read_v1(tmp_path, files.row_v1(0), files.row_v1(1, **changed))
    assert [finding._asdict() for finding in reading.errors] == [
        {"sheet": "BNBA", "row": 3, "column": column, "code": code, "message": message}
    ]
    assert [row.row_no for row in reading.rows] == [2]
    assert [(row.row_no, row.reasons) for row in reading.refused] == [(3, (message,))]
    assert (reading.seen, reading.staged, reading.warnings) == (2, 1, [])


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"NIK_KTP": f"'{files.nik(1)}"}, "nik", files.nik(1)),
        ({"NIK_KTP": f"\xa0{files.nik(1)} `"}, "nik", files.nik(1)),
        ({"NOKK": ""}, "no_kk", ""),
        ({"NAMA_PENERIMA": "  'SITI\xa0 AMINAH "}, "name", "SITI AMINAH"),
        ({"NAMA_PENERIMA": "=1+1"}, "name", "=1+1"),
        ({"NAMA_PENERIMA": "+62 SITI"}, "name", "+62 SITI"),
        ({"NAMA_KEL": "Kel. Plaosan"}, "desa_code", "35.20.06.1002"),
        ({"NAMA_KEL": "DESA PLAOSAN"}, "desa_code", "35.20.06.2011"),
        ({"NAMA_KEL": "PLAOSAN", "KODE_WILAYAH": "35.20.06.1002"}, "desa_code", "35.20.06.1002"),
        ({"NAMA_KEL": "bulu gunung"}, "desa_code", "35.20.06.2004"),
        ({"NAMA_KEC": "KEC.PARANG", "NAMA_KEL": "DS DADI"}, "desa_code", "35.20.02.2002"),
        ({"NAMA_KEC": "", "NAMA_KEL": "DADI", "KODE_WILAYAH": "3520022002"}, "desa_code", "35.20.02.2002"),
        ({"NAMA_KEC": "", "NAMA_KEL": "", "KODE_WILAYAH": 3520062009}, "desa_code", "35.20.06.2009"),
        ({"NAMA_KAB": "Kab. Magetan"}, "desa_code", "35.20.06.2004"),
        ({"NOMINAL": "Rp 600.000"}, "nominal", 600_000),
        ({"NOMINAL": "600.000,00"}, "nominal", 600_000),
        ({"NOMINAL": ""}, "nominal", None),
        ({"NO_RT": 1}, "rt", "001"),
        ({"NO_RW": "RW 12"}, "rw", "012"),
        ({"BANSOS": "PKH + SEMBAKO"}, "bank", "MANDIRI"),
        ({"TAHAP": "Tahap 4 Tahun 2026"}, "tahap", "Tahap 4 Tahun 2026"),
        ({"TAHAP": 4}, "tahap", "4"),
        ({"TAHAP": "Okt-Des"}, "tahap", "Okt-Des"),
    ],
)
def test_what_people_write_is_understood(tmp_path, changed, field, value):
    reading = read_v1(tmp_path, files.row_v1(1, **changed))
    assert (reading.errors, reading.warnings) == ([], [])
    assert getattr(reading.rows[0], field) == value


def test_a_row_with_several_faults_gets_one_refusal_per_column_in_order(tmp_path):
    row = files.row_v1(0, NIK_KTP="12A", NOKK="1", NAMA_PENERIMA="", NAMA_KEL="X", NOMINAL="?", BANSOS="BLT")
    reading = read_v1(tmp_path, files.row_v1(1), row)
    assert brief(reading.errors) == [
        (3, "NIK_KTP", "nik_digits"),
        (3, "NOKK", "kk_length"),
        (3, "NAMA_PENERIMA", "name_missing"),
        (3, "NAMA_KEL", "region_unknown"),
        (3, "NOMINAL", "amount_invalid"),
        (3, "BANSOS", "program_differs"),
    ]
    assert len(reading.refused) == 1
    assert reading.refused[0].cells[:4] == ("DTKS00000000", "1", "12A", "")


def test_the_first_of_two_rows_with_one_nik_stands(tmp_path):
    reading = read_v1(tmp_path, files.row_v1(0), files.row_v1(1), files.row_v1(0))
    assert reading.errors == [("BNBA", 4, "NIK_KTP", "duplicate_in_file", "NIK ini sudah ada di baris 2.")]
    assert [row.row_no for row in reading.rows] == [2, 3]


def test_a_nik_of_another_sheet_is_a_duplicate_too(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", A=files.cells_v1(1), B=files.cells_v1(1))
    assert [(finding.sheet, finding.row, finding.message) for finding in read(path).errors] == [
        ("B", 2, "NIK ini sudah ada di baris 2 lembar A.")
    ]


def test_a_person_list_may_repeat_a_nik(tmp_path):
    rows = files.cells_v2(1)
    reading = read(files.workbook(tmp_path / "a.xlsx", DTKS=[rows[0], rows[1], rows[1]]))
    assert (reading.staged, reading.errors) == (2, [])


def test_without_a_nik_column_the_nkk_is_needed_and_unique(tmp_path):
    rows = files.cells_v6(3)
    rows[5][2], rows[6][2] = "", files.nkk(0)
    reading = read(files.workbook(tmp_path / "a.xlsx", Rekap=rows))
    assert brief(reading.errors) == [(6, "No KK", "kk_missing"), (7, "No KK", "duplicate_in_file")]


@pytest.mark.parametrize("region", ["911101", "917101", "920101", "967101"])
def test_a_nik_of_papua_is_as_good_as_any_as_text_and_refused_as_number(tmp_path, region):
    text = files.nik(0, region)
    reading = read_v1(tmp_path, files.row_v1(0, NIK_KTP=text), files.row_v1(1, NIK_KTP=int(text)))
    assert [row.nik for row in reading.rows] == [text]
    assert (brief(reading.errors), reading.warnings) == ([(3, "NIK_KTP", "nik_numeric")], [])


def test_a_region_unknown_in_indonesia_only_warns(tmp_path):
    reading = read_v1(tmp_path, files.row_v1(0, NIK_KTP=files.nik(0, "990101")))
    assert (reading.staged, brief(reading.warnings)) == (1, [(2, "NIK_KTP", "nik_region")])
    assert reading.warnings[0].message == "Kode wilayah 9901 di awal NIK tidak dikenal."


@pytest.mark.parametrize(
    ("changed", "column", "message"),
    [
        ({"TAHAP": "3"}, "TAHAP", 'Tahap "3" berbeda dari tahap 4 tahun 2026.'),
        ({"TAHAP": "Tahap 4 Tahun 2025"}, "TAHAP", 'Tahap "Tahap 4 Tahun 2025" berbeda dari tahap 4 tahun 2026.'),
        ({"TAHAP": "Jul-Sep"}, "TAHAP", 'Tahap "Jul-Sep" berbeda dari tahap 4 tahun 2026.'),
        ({"TAHAP": "susulan"}, "TAHAP", 'Tahap "susulan" berbeda dari tahap 4 tahun 2026.'),
    ],
)
def test_another_round_in_the_file_warns(tmp_path, changed, column, message):
    reading = read_v1(tmp_path, files.row_v1(0, **changed))
    assert (reading.staged, brief(reading.warnings)) == (1, [(2, column, "round_differs")])
    assert reading.warnings[0].message == message


def test_birth_date_and_sex_are_compared_with_the_nik_and_never_overwritten(tmp_path):
    header = ["NIK", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "DESA"]
    rows = [
        ["3520065708900001", "PARTINI", "17-08-1990", "P", "SUNDUL"],
        ["3520064403900002", "SUKINEM", "03/04/1990", "P", "SUNDUL"],
        ["3520065708900003", "WARSITO", "18-08-1990", "L", "SUNDUL"],
        ["3520067202900004", "NGATMI", "", "", "SUNDUL"],
    ]
    reading = read(files.workbook(tmp_path / "a.xlsx", Data=[header, *rows]))
    assert [(finding.row, finding.code, finding.message) for finding in reading.warnings] == [
        (3, "nik_birthdate", "Tanggal lahir 03-04-1990 berbeda dari NIK (04-03-90); hari dan bulan mungkin tertukar."),
        (4, "nik_birthdate", "Tanggal lahir 18-08-1990 berbeda dari NIK (17-08-90)."),
        (4, "nik_sex", "Jenis kelamin berbeda dari yang tersirat di NIK."),
        (5, "nik_birthdate", "Tanggal lahir di dalam NIK tidak mungkin."),
    ]
    assert [row.birth_date for row in reading.rows] == [
        date(1990, 8, 17), date(1990, 4, 3), date(1990, 8, 18), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["31-02-1990", "13/13/1990", "1990", "besok", "01-01-1850", "01-01-2199", "0/0/0", 1990]
)
def test_a_day_that_cannot_be_is_refused(tmp_path, text):
    rows = [["NIK", "NAMA", "TGL LAHIR", "DESA"], [files.nik(0), "PARTINI", text, "SUNDUL"]]
    reading = read(files.workbook(tmp_path / "a.xlsx", Data=rows))
    assert brief(reading.errors) == [(2, "TGL LAHIR", "date_invalid")]


def test_a_given_region_that_does_not_exist_refuses_the_file(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1(1))
    for given, sentence in (
        ({"kecamatan": "Ngawi"}, 'Kecamatan "Ngawi" tidak dikenal di wilayah kantor ini.'),
        ({"desa": "Entah"}, 'Desa/kelurahan "Entah" tidak dikenal di wilayah kantor ini.'),
        ({"desa": "Dadi"}, 'Desa/kelurahan "Dadi" ada di beberapa kecamatan; sebutkan juga kecamatannya.'),
    ):
        with pytest.raises(FileRefused) as refused:
            read(path, **given)
        assert str(refused.value) == sentence


def test_repeated_headers_subtotals_and_blank_lines_are_no_rows(tmp_path):
    blank = [""] * len(files.V1)
    total = ["", "", "", "TOTAL", *blank[4:-1], 1_200_000]
    rows = [
        files.row_v1(0),
        blank,
        files.V1,
        total,
        files.row_v1(1),
        ["JUMLAH SELURUHNYA"],
        ["", "", "", "Kepala Dinas"],
    ]
    reading = read_v1(tmp_path, *rows)
    assert ([row.row_no for row in reading.rows], reading.errors) == ([2, 6], [])
    assert reading.notes == ("1 baris tanpa NIK dan No. KK di bawah baris jumlah tidak dibaca.",)


def test_what_the_registry_has_no_room_for_is_kept_beside_the_row(tmp_path):
    reading = read_v1(tmp_path, files.row_v1(0, ALAMAT="A" * 300, NO_RT="antara 1 dan 2"))
    row = reading.rows[0]
    assert (row.alamat, row.rt, row.extra) == ("A" * 200, "", {"ALAMAT": "A" * 300, "NO_RT": "antara 1 dan 2"})
