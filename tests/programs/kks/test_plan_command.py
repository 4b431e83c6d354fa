"""`manage.py kks_plan`: the contract's document, without a database, and what it says of bad input."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

GOOD = "kode_desa,kartu\n35.20.04.2001,60\n35.20.04.2002,200\n"


@pytest.fixture
def run(tmp_path, capsys):
    """Runs the command on a file of this content; no test here may touch the database."""

    def command(content: str | bytes, start="2026-11-23", teams="1", per_hour="40", **more) -> str:
        path = tmp_path / "kartu.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        options = {"cards": path, "teams": teams, "per_hour": per_hour, "start": start, "json": True} | more
        call_command("kks_plan", **options)
        return capsys.readouterr().out

    return command


def refusal(run, *args, **options) -> tuple[str, int]:
    with pytest.raises(CommandError) as refused:
        run(*args, **options)
    return str(refused.value), refused.value.returncode


def test_the_document_of_the_contract(run):
    assert json.loads(run(GOOD)) == {
        "slots": [
            {"kode_desa": code, "date": "2026-11-23", "start": start, "end": end, "team": 1, "cards": cards}
            for code, start, end, cards in (
                ("35.20.04.2002", "07:30", "12:00", 180),
                ("35.20.04.2002", "13:00", "13:30", 20),
                ("35.20.04.2001", "13:30", "15:00", 60),
            )
        ],
        "last_day": "2026-11-23",
        "within_promise": True,
        "unplaced": {},
    }


def test_more_than_the_promised_days_hold_is_planned_and_told(run):
    late = json.loads(run("kode_desa,kartu\n35.20.04.2001,3601\n"))
    assert (late["last_day"], late["within_promise"], late["unplaced"]) == ("2026-12-09", False, {})
    more = json.loads(run("kode_desa,kartu\n35.20.04.2001,3601\n", days="16"))
    assert (more["last_day"], more["within_promise"]) == ("2026-12-09", True)


def test_what_never_gets_a_place_is_named(run):
    told = json.loads(run("kode_desa,kartu\n35.20.04.2001,1000000\n", start="2040-12-03"))
    assert told["last_day"] == "2040-12-31"
    assert told["unplaced"] == {"35.20.04.2001": 1_000_000 - sum(slot["cards"] for slot in told["slots"])}
    assert told["within_promise"] is False


def test_people_get_a_table(run):
    assert run(GOOD, json=False) == (
        "Senin, 23 November 2026\n"
        " Tim  Jam          Desa              Kartu\n"
        "   1  07.30-12.00  35.20.04.2002       180\n"
        "   1  13.00-13.30  35.20.04.2002        20\n"
        "   1  13.30-15.00  35.20.04.2001        60\n"
        "\n"
        "260 kartu dalam 3 sesi. Dijanjikan sampai Selasa, 8 Desember 2026.\n"
        "Selesai Senin, 23 November 2026.\n"
    )
    assert run("kode_desa,kartu\n35.20.04.2001,3601\n", json=False).endswith(
        "Selesai Rabu, 9 Desember 2026, 1 hari sesudah janji.\n"
    )


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        "Kode_Desa, Kartu\n\n35.20.04.2001 , 60\n,\n\"35.20.04.2002\",\"200\"",
    ],
)  # fmt: skip
def test_what_spreadsheets_write_is_read(run, content):
    assert run(content) == run(GOOD)


HEAD = "kode_desa,kartu\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Berkas kosong."),
        ("\n \n", "Berkas kosong."),
        (HEAD, "Berkas hanya berisi judul kolom, belum ada desa."),
        ("desa,kartu\na,1\n", "Baris 1: judul kolom harus kode_desa,kartu, bukan 'desa,kartu'."),
        ("35.20.04.2001,60\n", "Baris 1: judul kolom harus kode_desa,kartu, bukan '35.20.04.2001,60'."),
        (b"PK\x03\x04....", "Berkas bukan CSV. Simpan daftar sebagai CSV dengan kolom kode_desa,kartu."),
        (b"\x00\x01\x02\x03", "Berkas bukan CSV. Simpan daftar sebagai CSV dengan kolom kode_desa,kartu."),
        (HEAD + '"35,1\n', "Baris 2: tanda kutip atau isi sel tidak utuh."),
        (HEAD + "35.20.04.2001\n", "Baris 2, kolom kode_desa,kartu: harus 2 sel, bukan 1."),
        (HEAD + ",5\n", "Baris 2, kolom kode_desa: kosong."),
        (HEAD + "Desa Maju,5\n", "Baris 2, kolom kode_desa: 'Desa Maju' bukan kode desa seperti 35.20.04.2001."),
        (HEAD + "35.20.04.2001,5\n3520042001,6\n", "Baris 3, kolom kode_desa: 3520042001 sudah ada di baris 2."),
        (HEAD + "35.20.04.2001,lima\n", "Baris 2, kolom kartu: harus bilangan bulat tanpa titik, bukan 'lima'."),
        (HEAD + "35.20.04.2001,-5\n", "Baris 2, kolom kartu: harus bilangan bulat tanpa titik, bukan '-5'."),
        (HEAD + "35.20.04.2001,1.200\n", "Baris 2, kolom kartu: harus bilangan bulat tanpa titik, bukan '1.200'."),
        (HEAD + "35.20.04.2001,٥\n", "Baris 2, kolom kartu: harus bilangan bulat tanpa titik, bukan '٥'."),
        (HEAD + "35.20.04.2001,\n", "Baris 2, kolom kartu: harus bilangan bulat tanpa titik, bukan ''."),
        (HEAD + "35.20.04.2001,0\n", "Baris 2, kolom kartu: harus antara 1 dan 1.000.000, bukan 0."),
        (HEAD + "35.20.04.2001,1000001\n", "Baris 2, kolom kartu: harus antara 1 dan 1.000.000, bukan 1000001."),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_line_and_column(run, content, sentence):
    assert refusal(run, content) == (f"Berkas kartu.csv: {sentence}", 1)


def test_every_bad_cell_is_told_up_to_ten(run):
    told, status = refusal(run, HEAD + ",x\n" * 7)
    lines = told.splitlines()
    assert (len(lines), status) == (11, 1)
    assert lines[9] == "Baris 6, kolom kartu: harus bilangan bulat tanpa titik, bukan 'x'."
    assert lines[10] == "Dan 4 sel lain."


@pytest.mark.parametrize(
    ("options", "sentence", "status"),
    [
        ({"teams": "0"}, "--teams harus bilangan bulat antara 1 dan 1.000, bukan '0'.", 2),
        ({"teams": "dua"}, "--teams harus bilangan bulat antara 1 dan 1.000, bukan 'dua'.", 2),
        ({"per_hour": "-3"}, "--per-hour harus bilangan bulat antara 1 dan 1.000, bukan '-3'.", 2),
        ({"days": "1.5"}, "--days harus bilangan bulat antara 1 dan 366, bukan '1.5'.", 2),
        ({"start": "kemarin"}, "--start harus tanggal seperti 2026-11-23, bukan 'kemarin'.", 2),
        ({"start": "2026-02-30"}, "--start harus tanggal seperti 2026-11-23, bukan '2026-02-30'.", 2),
        ({"start": "2026-11-23T08:00"}, "--start harus tanggal seperti 2026-11-23, bukan '2026-11-23T08:00'.", 2),
    ],
)
def test_wrong_use_is_told_apart_from_refusal(run, options, sentence, status):
    assert refusal(run, GOOD, **options) == (sentence, status)


@pytest.mark.parametrize("start", ["2014-12-31", "2040-12-30", "9999-12-31", "0001-01-01"])
def test_a_year_without_known_days_off_is_refused(run, start):
    known = "hari libur nasional hanya diketahui untuk tahun 2015 sampai 2040"
    assert refusal(run, GOOD, start=start) == (f"--start {start}: {known}.", 1)


@pytest.mark.parametrize("name", ["tidak-ada.csv", "."])
def test_a_file_that_is_not_there_is_wrong_use(run, tmp_path, name):
    path = Path(tmp_path) / name
    assert refusal(run, GOOD, cards=path) == (f"Berkas {path} tidak ditemukan.", 2)
