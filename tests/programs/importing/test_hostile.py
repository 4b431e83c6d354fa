"""Whatever is uploaded is read or refused with a sentence; the process that asks survives."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.importing import guard, limits
from programs.importing.bnba import preview, read_bnba
from programs.importing.cells import LONGEST, as_text
from programs.importing.checks import Order, Outcome, SheetChecker
from programs.importing.errors import FileRefused
from programs.importing.headers import FIELDS, find_header
from programs.importing.layouts import layout_of
from programs.importing.reader import FileReader
from programs.importing.regions import Regions
from tests.programs.importing import files, hostile, parts

ORDER = {"program": "pkh", "tahun": 2026, "tahap": 4, "regions": files.REGIONS}


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path, name):
    build, sentence = hostile.REFUSED[name]
    path = build(tmp_path)
    with pytest.raises(FileRefused) as refused:
        read_bnba(path, **ORDER)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", hostile.READ)
def test_a_strange_but_harmless_file_is_read(tmp_path, name):
    reading = read_bnba(hostile.READ[name](tmp_path), **ORDER)
    assert [(row.nik, row.name, row.desa_code) for row in reading.rows] == [(files.nik(0), "PARTINI", "35.20.02.2001")]


def test_a_sheet_that_fits_the_zip_but_not_the_memory_ends_the_child_only(tmp_path):
    """The guard sees no address in cells that have none; the child's own limit stops them."""
    cells = "<c><v>1</v></c>" * 20_000
    path = parts.zipped(parts.parts(parts.SHEET % (f"<row>{cells}</row>" + "<row/>" * 90_000)))(tmp_path)
    with pytest.raises(FileRefused):
        read_bnba(path, **ORDER)


def test_a_file_over_twenty_megabytes_is_refused_before_it_is_opened(tmp_path):
    path = parts.raw(b"PK\x03\x04" + bytes(limits.MAX_ZIP_BYTES))(tmp_path)
    with pytest.raises(FileRefused) as refused:
        guard.check_file(path)
    assert str(refused.value) == f"Berkas lebih dari 20 MB; {hostile.SPLIT}"


def test_a_csv_over_two_hundred_megabytes_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"NIK;NAMA\r\n" * 10_000)
        file.truncate(limits.MAX_UNPACKED_BYTES + 1)
    with pytest.raises(FileRefused) as refused:
        guard.check_file(path)
    assert str(refused.value) == "Berkas CSV lebih dari 200 MB; pecah menjadi beberapa berkas."


@pytest.mark.slow
def test_a_workbook_that_unpacks_beyond_two_hundred_megabytes_is_refused(tmp_path):
    """Kept under the ratio, so that the count itself must stop it."""
    line = bytes(range(256)) * 4
    part = b"".join(line[i % 200 :] + str(i * 7_919).encode() for i in range(20_000))
    path = parts.zipped(parts.parts(**{f"xl/media/{i}.bin": part for i in range(14)}))(tmp_path)
    assert path.stat().st_size < limits.MAX_ZIP_BYTES
    with pytest.raises(FileRefused) as refused:
        guard.check_file(path)
    assert str(refused.value) == f"Isi berkas lebih dari 200 MB setelah dibuka; {hostile.SPLIT}"


@pytest.mark.slow
def test_a_csv_of_more_than_half_a_million_rows_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    line = f"{files.nik(0)};PARTINI;SUNDUL\r\n"
    path.write_text("NIK;NAMA;DESA\r\n" + line * (limits.MAX_CSV_ROWS + 60), newline="")
    with pytest.raises(FileRefused) as refused:
        read_bnba(path, **ORDER, sink=lambda rows: None)
    assert str(refused.value) == "Berkas CSV berisi lebih dari 500.000 baris; pecah menjadi beberapa berkas."


def reader_with(tmp_path: Path, code: str) -> FileReader:
    """A reader whose child runs `code` instead."""
    reader = FileReader(files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1(1)), "a")
    reader.command = [sys.executable, "-c", code]
    return reader


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "raise SystemExit(0)",
        "import sys; sys.stdout.buffer.write(b'\\xff' * 8)",
        "import sys; sys.stdout.buffer.write(b'\\x05' + bytes(7) + b'hello')",
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_a_refusal(tmp_path, code):
    with pytest.raises(FileRefused) as refused, reader_with(tmp_path, code):
        pass
    assert str(refused.value) == (
        "Berkas tidak dapat dibaca: rusak atau terlalu besar; simpan ulang dari Excel, " + hostile.SPLIT
    )


def test_a_child_that_is_too_slow_is_ended_and_refused(tmp_path):
    reader = reader_with(tmp_path, "import time; time.sleep(30)")
    reader.patience = 0.1
    with pytest.raises(FileRefused) as refused, reader:
        pass
    assert str(refused.value) == f"Berkas terlalu lama dibaca (lebih dari 60 detik); {hostile.SPLIT}"
    assert reader.child.returncode == -9


def test_a_child_may_send_dates_but_no_other_class(tmp_path):
    code = (
        "import pickle, struct, sys, pathlib; data = pickle.dumps(('book', [pathlib.PurePath('x')]));"
        "sys.stdout.buffer.write(struct.pack('<Q', len(data)) + data)"
    )
    with pytest.raises(FileRefused), reader_with(tmp_path, code):
        pass


def test_cancelling_ends_the_child(tmp_path):
    class Cancelled(Exception):
        pass

    def cancel(done, about):
        raise Cancelled

    with pytest.raises(Cancelled):
        read_bnba(files.workbook(tmp_path / "a.xlsx", BNBA=files.cells_v1(1)), **ORDER, progress=cancel)


def test_the_child_imports_no_django():
    code = "import programs.importing.child, sys; print(sorted({'django', 'pkh_sembako', 'celery'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


CELLS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-/ eE'RpTahunKEC", max_size=24),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.none(),
    st.just(""),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_cell_whatever_it_holds_breaks_the_checks(data):
    """Every cell of every field: a row is staged or refused, and what is staged fits the registry's columns."""
    titles = list(FIELDS.values())
    fields = dict(enumerate(FIELDS))
    rows = data.draw(st.lists(st.lists(CELLS, max_size=len(fields) + 2), min_size=1, max_size=4))
    header = find_header([titles], mapping=fields)
    for layout in ("V1", "V2", "V6", layout_of(fields, titles)):
        outcome = Outcome()
        order = Order(
            "pkh", 2026, 4, Regions(files.KECAMATAN, files.DESA, ("35.20", "Magetan"), ["3520"]), "", "35.20.06.2009"
        )
        checker = SheetChecker("Lembar", header, layout, order, outcome)
        staged = checker.check(2, rows)
        assert len(staged) + len(outcome.refused) + checker.sieve.skipped <= len(rows)
        assert [word for row in staged for word, room in LONGEST.items() if len(getattr(row, word)) > room] == []
        texts = [text for row in staged for text in row if isinstance(text, str)]
        assert [text for text in texts if "\x00" in text] == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["NIK", "NAMA", "1", "2", "3"])), max_size=6),
        max_size=6,
    )
)
def test_no_head_of_a_sheet_breaks_the_search_for_a_header(head):
    header = find_header(head)
    assert header is None or 1 <= header.row <= header.last_row <= len(head)


@given(CELLS)
def test_every_cell_has_a_text_that_a_database_takes(value):
    text = as_text(value)
    assert ("\x00" in text, text.encode("utf-8", "strict").decode()) == (False, text)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_guard_and_the_preview(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "apa.csv"
    path.write_bytes(data)
    try:
        preview(path)
    except FileRefused as refused:
        assert str(refused).endswith(".")
