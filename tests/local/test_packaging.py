"""What production copies from the repository stays complete."""

import re
import subprocess
from pathlib import Path

import pytest

from pkh_sembako.accounts import cast
from pkh_sembako.local import demo

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_environment_names_every_variable_that_settings_read() -> None:
    settings = (ROOT / "pkh_sembako" / "settings.py").read_text()
    read = set(re.findall(r'\benv\.\w+\("([A-Z_]+)"', settings))
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert example - {"POSTGRES_PASSWORD", "OFFICE_HOST"} == read


def test_every_locked_package_has_a_hash_and_no_address() -> None:
    lock = (ROOT / "requirements.lock.txt").read_text()
    blocks = re.split(r"\n(?=\S)", lock.strip())

    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://\S+", lock) == []


def test_an_unknown_word_after_run_shows_the_usage() -> None:
    answer = subprocess.run([ROOT / "run", "terbang"], capture_output=True, text=True)

    assert answer.returncode == 2
    assert answer.stderr.splitlines()[0] == "Pemakaian:"
    assert answer.stdout == ""


def test_run_shows_the_accounts_of_the_demo_cast() -> None:
    shown = [name.strip() for names, _ in demo.CAST for name in names.split(",")]

    assert shown == [character.username for character in cast.CAST]


def test_run_shows_the_password_that_the_environment_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "rahasia-dinas")

    assert demo.accounts_text().splitlines()[0] == "Akun contoh (kata sandi rahasia-dinas):"
