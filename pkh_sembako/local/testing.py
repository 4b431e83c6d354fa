"""pytest plugin (``-p pkh_sembako.local.testing``): the tests' own PostgreSQL and Valkey, before settings are read."""

from collections.abc import Generator

import pytest

from pkh_sembako.local import services
from pkh_sembako.local.errors import LocalError


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """pytest-django reads the settings in this hook, so the addresses must be in the environment by then."""
    try:
        services.ensure(test=True)
    except LocalError as error:
        raise pytest.UsageError(str(error)) from error
    return (yield)
