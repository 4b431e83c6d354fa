"""State folders of their own: these tests never touch the servers that the other tests use."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pkh_sembako.local import services
from pkh_sembako.local.state import State


@pytest.fixture
def new_state(tmp_path: Path) -> Iterator[Callable[[str], State]]:
    """Makes state folders; their servers are stopped and their data below /var/lib, if any, is removed."""
    made: list[State] = []

    def make(name: str) -> State:
        made.append(State(tmp_path / name / "var"))
        return made[-1]

    yield make
    for fresh in made:
        services.leave(fresh, seconds=20)
        if (fresh.var / "id").exists():
            shutil.rmtree(fresh.far_folder, ignore_errors=True)


@pytest.fixture
def state(new_state: Callable[[str], State]) -> State:
    return new_state("checkout")
