"""S6: whatever text goes into a workbook comes out of it, and never as a formula."""

import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pkh_sembako.lib.xlsx import LONGEST_TEXT, Column, Kind, Sheet, write

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%", "'", "_x0041_", "#N/A", "#REF!", ""]
# What PostgreSQL can hold: no NUL, no lone surrogates. U+FFFE and U+FFFF have no form in XML.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
TEXTS = st.builds(lambda start, rest: start + rest, st.sampled_from(STARTS), st.text(CHARACTERS, max_size=40))


def book(columns: list[Column], rows: list[list], **more) -> bytes:
    target = io.BytesIO()
    write([Sheet("Lembar", columns, rows, **more)], target)
    return target.getvalue()


def read(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_any_text_survives_and_none_is_a_formula(pairs):
    rows = [[*pair, "akhir"] for pair in pairs]
    content = book([Column("Biasa"), Column("Nomor", kind=Kind.IDENTITY), Column("Akhir")], rows)
    assert read(content) == [["Biasa", "Nomor", "Akhir"], *rows]
    assert re.findall(r"<f\b| t=\"(?!inlineStr\"|n\")", sheet_xml(content)) == []


def test_what_looks_like_a_formula_stays_text_also_when_somebody_edits_the_cell():
    rows = [[text] for text in ("=1+1", "+62812", "-5", "@SUM(A1)", "＝cmd", "#N/A")]
    sheet = load_workbook(io.BytesIO(book([Column("Nama")], rows))).active
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in sheet["A"][1:]] == [
        ("=1+1", "s", True),
        ("+62812", "s", True),
        ("-5", "s", True),
        ("@SUM(A1)", "s", True),
        ("＝cmd", "s", True),
        ("#N/A", "s", False),
    ]


def test_a_nik_is_text_in_a_text_cell_and_the_others_are_what_they_are():
    columns = [
        Column("NIK", kind=Kind.IDENTITY),
        Column("Tanggal", kind=Kind.DATE),
        Column("Nominal", kind=Kind.RUPIAH),
        Column("Jumlah", kind=Kind.COUNT),
    ]
    rows = [["9171015708900001", date(2026, 11, 22), 1_500_000, 3], ["0012", None, None, None]]
    sheet = load_workbook(io.BytesIO(book(columns, rows))).active
    assert [(cell.value, cell.number_format) for cell in sheet[2]] == [
        ("9171015708900001", "@"),
        (sheet["B2"].value, "DD-MM-YYYY"),
        (1_500_000, "#,##0"),
        (3, "General"),
    ]
    assert sheet["B2"].value.date() == date(2026, 11, 22)
    assert [cell.value for cell in sheet[3]] == ["0012", None, None, None]


def test_the_header_stays_in_view_and_can_be_filtered():
    columns = [Column("Satu", 9), Column("Dua", 31)]
    sheet = load_workbook(io.BytesIO(book(columns, [["a", "b"]], titles=("Judul", "Keadaan per hari ini")))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A4", "A3:B4", "$3:$3")
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [9, 31]
    assert [cell.value for cell in sheet["A"][:3]] == ["Judul", "Keadaan per hari ini", "Satu"]


def test_characters_that_no_xml_may_hold_are_replaced_and_the_rest_survives():
    assert read(book([Column("x")], [["a\ufffeb\uffffc"]]))[1] == ["a\ufffdb\ufffdc"]


def test_a_text_too_long_for_a_cell_is_refused_instead_of_cut():
    with pytest.raises(ValueError, match="32768 characters"):
        book([Column("x")], [["y" * (LONGEST_TEXT + 1)]])


def test_a_book_given_up_in_the_middle_leaves_no_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows():
        yield ["satu"]
        raise RuntimeError("berhenti")

    with pytest.raises(RuntimeError):
        write([Sheet("Lembar", [Column("x")], rows())], io.BytesIO())
    assert list(tmp_path.iterdir()) == []
