"""`bnba_import`: one JSON document, exit codes, who acts."""

import json

import pytest
from django.core.management import CommandError, call_command

from pkh_sembako.accounts.models import User
from programs.enums import FileState
from programs.models import BnbaFile, Household, RoundEntry
from tests.programs.bnba.files import V1, V6, v1, v6, workbook

WHEN = ("--tahun", "2026", "--tahap", "4", "--program", "pkh")


@pytest.fixture
def run(cast, capsys):
    def command(path, *arguments) -> dict:
        call_command("bnba_import", str(path), *WHEN, *arguments, "--json")
        return json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def path(tmp_path):
    return workbook(tmp_path / "BNBA Plaosan.xlsx", V1, [v1(1), v1(2, NIK_KTP="12"), v1(3, NAMA_KEL="ENTAH")])


def test_checking_tells_everything_and_writes_no_family(run, path):
    told = run(path)
    file_id, messages = told.pop("file_id"), [found.pop("message") for found in told["errors"]]
    assert told == {
        "layout": "V1", "sheets": ["BNBA"], "header_row": 1, "rows": 3, "new": 1, "changed": 0, "same": 0, "gone": 0,
        "refused": 2, "skipped": 0, "applied": False, "warnings": [],
        "errors": [
            {"sheet": "BNBA", "row": 3, "column": "NIK_KTP", "code": "nik_length"},
            {"sheet": "BNBA", "row": 4, "column": "NAMA_KEL", "code": "region_unknown"},
        ],
    }  # fmt: skip
    assert all(message.endswith(".") for message in messages)
    assert (BnbaFile.objects.get().pk, Household.objects.count()) == (file_id, 0)


def test_apply_writes_the_good_rows_beside_the_refused(run, path):
    told = run(path, "--apply")
    assert (told["applied"], told["new"], told["refused"]) == (True, 1, 2)
    assert (RoundEntry.objects.count(), Household.history.get().history_user.username) == (1, "sistem")
    again = run(path, "--apply")
    assert (again["new"], again["changed"], again["same"], again["gone"]) == (0, 0, 1, 0)


def test_sistem_cannot_log_in(run, path, client):
    run(path)
    user = User.objects.get(username="sistem")
    assert (user.is_active, user.has_usable_password(), user.full_name) == (False, False, "Sistem")


def test_by_names_the_actor(run, path):
    run(path, "--apply", "--by", "operator")
    assert BnbaFile.objects.get().applied_by.username == "operator"


def test_warnings_never_refuse(run, tmp_path):
    told = run(workbook(tmp_path / "v6.xlsx", V6, [v6(1)]), "--kecamatan", "Plaosan", "--apply")
    assert (told["layout"], told["new"], told["refused"]) == ("V6", 1, 0)
    assert [(w["row"], w["code"]) for w in told["warnings"]] == [(1, "nik_absent")]


def test_a_file_of_refused_rows_only_is_told_and_not_applied(run, tmp_path):
    told = run(workbook(tmp_path / "buruk.xlsx", V1, [v1(1, NIK_KTP="1")]), "--apply")
    assert (told["applied"], told["refused"], len(told["errors"])) == (False, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--by", "siapa"], 2, "Pengguna siapa tidak ada."),
        (["--by", "ratri"], 1, "Pengguna ratri tidak berhak mengimpor BNBA."),
        (["--tahap", "5"], 1, "Tahap PKH adalah 1 sampai 4. Yang ditulis 5."),
        (["--tahun", "26"], 1, "Tahun harus antara 2007 dan 2100. Yang ditulis 26."),
        (["--sheet", "Lain"], 1, 'Lembar "Lain" tidak ada di berkas ini; yang ada: BNBA.'),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(cast, path, arguments, code, words):
    with pytest.raises(CommandError) as refusal:
        call_command("bnba_import", str(path), *WHEN, *arguments)
    assert (refusal.value.returncode, str(refusal.value)) == (code, words)


def test_a_missing_file_is_wrong_use(cast, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("bnba_import", str(tmp_path / "tidak-ada.xlsx"), *WHEN)
    assert refusal.value.returncode == 2


def test_a_file_that_is_no_spreadsheet_exits_one_and_leaves_no_file(cast, tmp_path):
    picture = tmp_path / "foto.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(CommandError) as refusal:
        call_command("bnba_import", str(picture), *WHEN)
    assert (refusal.value.returncode, BnbaFile.objects.count()) == (1, 0)


def test_why_nothing_could_be_staged_is_kept_with_the_file(cast, tmp_path):
    path = workbook(tmp_path / "lain.xlsx", ["Apa", "Ini"], [["a", "b"]])
    with pytest.raises(CommandError, match="Judul kolom tidak dikenali"):
        call_command("bnba_import", str(path), *WHEN, "--apply")
    file = BnbaFile.objects.get()
    assert (file.state, file.refusal[:28]) == (FileState.REFUSED, "Judul kolom tidak dikenali (")
