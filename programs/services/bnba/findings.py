"""What was found in a file, as the contract's objects {"sheet", "row", "column", "code", "message"}."""

from typing import Any

from programs.models import BnbaFile

KEYS = ("column", "code", "message")


def errors(file: BnbaFile) -> list[dict[str, Any]]:
    """Refusals in the order of the sheets and their rows."""
    return _found(file, warning=False)


def warnings(file: BnbaFile) -> list[dict[str, Any]]:
    """What never refuses: first what concerns a whole sheet, then row by row."""
    return [*file.options.get("about_file", []), *_found(file, warning=True)]


def _found(file: BnbaFile, *, warning: bool) -> list[dict[str, Any]]:
    rows = file.rows.exclude(problems=[]).values_list("sheet", "row", "problems")
    order = {name: place for place, name in enumerate(file.sheets)}
    return [
        {"sheet": sheet, "row": row, **{key: problem[key] for key in KEYS}}
        for sheet, row, problems in sorted(rows, key=lambda found: (order.get(found[0], 0), found[1]))
        for problem in problems
        if problem["warning"] is warning
    ]
