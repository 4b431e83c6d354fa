"""Who is named as the author in a model's history."""

from typing import Any


def authored(row: Any, *, by: Any, reason: str = "") -> None:
    """The next save or delete of `row` is written into its history as done by `by`, for `reason` (100 characters)."""
    row._history_user = by
    if reason:
        row._change_reason = reason[:100]
