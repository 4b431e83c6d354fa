"""`manage.py skm_index`: the contract's document, without a database, and what it says of bad files."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from tests.complaints.test_skm_figures import SHEETS

HEAD = "u1,u2,u3,u4,u5,u6,u7,u8,u9"
GOOD = "\n".join([HEAD, *(",".join(map(str, sheet)) for sheet in SHEETS)]) + "\n"
DOCUMENT = {
    "respondents": 10,
    "nrr": dict(zip(HEAD.split(","), [3.4, 3.0, 2.5, 4.0, 3.1, 3.8, 3.9, 2.8, 2.9], strict=True)),
    "index": 81.67,
    "band": "B",
}


@pytest.fixture
def run(tmp_path, capsys):
    """Runs the command on a file of this content; no test here may touch the database."""

    def command(content: str | bytes, name="jawaban.csv", **options) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("skm_index", **({"answers": path, "json": True} | options))
        return capsys.readouterr().out

    return command


def refusal(run, content, **options) -> tuple[int, str]:
    with pytest.raises(CommandError) as refused:
        run(content, **options)
    return refused.value.returncode, str(refused.value)


def test_the_document_of_the_contract(run):
    assert json.loads(run(GOOD)) == DOCUMENT


def test_for_people_it_speaks_indonesian(run):
    assert run(GOOD, json=False).splitlines() == [
        "10 responden", "u1  3,400", "u2  3,000", "u3  2,500", "u4  4,000", "u5  3,100", "u6  3,800", "u7  3,900",
        "u8  2,800", "u9  2,900", "SKM 81,67, mutu B (baik)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        "\ufeff" + GOOD,
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n"),
        GOOD.upper(),
        GOOD.replace("\n4", "\n\n 4"),
        "\n".join(f'{number},"{line}"'.replace('"', "") for number, line in enumerate(GOOD.split("\n")[:-1])),
    ],
    ids=["semicolon", "tab", "bom", "utf-16", "windows", "capitals", "blank", "number"],
)
def test_what_spreadsheets_write_is_read(run, content):
    assert json.loads(run(content)) == DOCUMENT


def test_a_workbook_is_read_too(run):
    book, target = Workbook(), io.BytesIO()
    for row in (HEAD.split(","), *SHEETS):
        book.active.append(row)
    book.save(target)
    assert json.loads(run(target.getvalue(), "jawaban.xlsx")) == DOCUMENT


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Berkas jawaban.csv: Berkas ini kosong."),
        ("\n \n", "Berkas jawaban.csv: Berkas ini kosong."),
        (HEAD, "Berkas jawaban.csv: Berkas hanya berisi judul kolom, belum ada jawaban."),
        (
            "u1,u2,u3\n1,2,3\n",
            "Berkas jawaban.csv: Baris 1: kolom u4, u5, u6, u7, u8, u9 tidak ada. Judul kolom harus " + HEAD + ".",
        ),
        (f"{HEAD},u3\n1,1,1,1,1,1,1,1,1,2\n", "Berkas jawaban.csv: Baris 1: kolom u3 ada lebih dari satu kali."),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,5\n", "Baris 2, kolom u9: jawaban harus 1, 2, 3, atau 4, bukan '5'."),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,\n", "Baris 2, kolom u9: jawaban kosong; isi 1, 2, 3, atau 4."),
        (f"{HEAD}\n1,1,1,1,1,1,1,1\n", "Baris 2, kolom u9: jawaban kosong; isi 1, 2, 3, atau 4."),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,1,1\n", "Baris 2: berisi 10 sel, judulnya 9."),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,²\n", "Baris 2, kolom u9: jawaban harus 1, 2, 3, atau 4, bukan '²'."),
        (
            b"\x00\x01\x02\xff",
            "Berkas jawaban.csv: Berkas ini bukan .xlsx dan bukan .csv; unggah salah satu dari keduanya.",
        ),
        (b"%PDF-1.7", "Berkas jawaban.csv: Berkas ini PDF; unggah daftar aslinya sebagai .xlsx atau .csv."),
        (GOOD + "1," * 5_000_000, "Berkas jawaban.csv: Berkas lebih besar dari 10 MB; pecah menjadi beberapa berkas."),
    ],
)
def test_a_bad_file_is_refused_with_row_and_column(run, content, sentence):
    assert refusal(run, content) == (1, sentence)


def test_many_refused_cells_are_counted(run):
    code, told = refusal(run, HEAD + "\n" + "0,1,1,1,1,1,1,1,1\n" * 1250)
    assert (code, told.count("\n"), told.splitlines()[-1]) == (1, 10, "Dan 1.240 hal lain.")


def test_a_file_that_is_not_there_is_wrong_use(run, tmp_path):
    assert refusal(run, GOOD, answers=tmp_path / "lain.csv") == (2, f"Berkas {tmp_path}/lain.csv tidak ditemukan.")
