"""Nothing overgrown, and every room has a name."""

from pathlib import PurePath

from tests.lints.sources import Source, functions

FILE_LINES = 350
FUNCTION_LINES = 60
NAMELESS = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}


def overgrown_file(source: Source) -> list[str]:
    """Migrations are what the tool wrote; tests may be longer."""
    if source.is_migration or source.is_test:
        return []
    lines = len(source.text.splitlines())
    return [f"{source.path}: {lines} lines, {FILE_LINES} are plenty"] if lines > FILE_LINES else []


def overgrown_functions(source: Source) -> list[str]:
    if source.is_migration or source.is_test:
        return []
    sizes = ((found, (found.end_lineno or found.lineno) - found.lineno + 1) for found in functions(source.tree))
    return [source.at(found, f"{found.name} has {size} lines") for found, size in sizes if size > FUNCTION_LINES]


def nameless_room(source: Source) -> list[str]:
    return [f"{source.path}: give the code a room with a name"] if PurePath(source.path).name in NAMELESS else []
