"""pytest plugin (``-p pkh_sembako.local.testing``): the tests' own PostgreSQL and Valkey, before settings are read."""

import shutil
from collections.abc import Generator

import pytest

from pkh_sembako.local import services
from pkh_sembako.local.errors import LocalError

_NO_BROWSER = "Chromium from the system's packages is not installed (Ubuntu offers only a snap): browser tests skipped"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """pytest-django reads the settings in this hook, so the addresses must be in the environment by then."""
    try:
        services.ensure(test=True)
    except LocalError as error:
        raise pytest.UsageError(str(error)) from error
    return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser its tests are skipped and say why."""
    if shutil.which("chromium"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=_NO_BROWSER))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skips are only counted by default; this one deserves its line."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(_NO_BROWSER in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} tests: {_NO_BROWSER}")
