"""What the state folder remembers."""

import socket
from pathlib import Path

import pytest

from pkh_sembako.local.errors import LocalError
from pkh_sembako.local.serve import Serve, chosen_port
from pkh_sembako.local.state import State, free_port, port_is_free


def test_a_secret_is_drawn_once_and_readable_by_its_owner_only(state: State) -> None:
    first = state.remembered("secret_key")

    assert state.remembered("secret_key") == first
    assert len(first) == 64
    assert (state.var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_two_checkouts_get_different_ids(tmp_path: Path) -> None:
    assert State(tmp_path / "a").far_folder != State(tmp_path / "b").far_folder


def test_a_test_run_keeps_its_data_apart_from_the_office_and_from_others(tmp_path: Path) -> None:
    assert State(tmp_path, "17").folder == tmp_path / "tests" / "17"
    assert State(tmp_path, "17").far_folder == State(tmp_path).far_folder / "tests" / "17"
    assert State(tmp_path, "18").folder != State(tmp_path, "17").folder


def test_a_taken_port_is_seen_and_another_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port_is_free(port) is False
        assert free_port(port) != port
    assert free_port(port) == port


def test_run_names_a_port_that_another_program_uses(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(LocalError) as refusal:
            Serve(state).run()
    assert str(refusal.value) == (
        f"Porta {port} sedang dipakai program lain. Pilih porta lain, misalnya: PORT={port + 123} ./run"
    )


def test_a_second_run_in_one_folder_is_told_about_the_first(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(free_port()))
    first = Serve(state)._take_folder("http://127.0.0.1:8000")
    note = first.read()

    with pytest.raises(LocalError) as refusal:
        Serve(state).run()

    assert str(refusal.value) == f"Aplikasi ini sudah berjalan dari folder ini: {note}."
    assert note.startswith("http://127.0.0.1:8000 (proses ")


@pytest.mark.parametrize("text", ["delapan", "0", "65536", "-1", "80 80", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused_by_its_name(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(LocalError, match=r"^PORT harus bilangan 1 sampai 65535, bukan "):
        chosen_port()
