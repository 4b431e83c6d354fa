"""History rows written set-wise: the same rows django-simple-history would write one by one."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, models

from programs.models import BnbaFile

BASELINE = "Keadaan sebelum perubahan massal"


class Stamp(NamedTuple):
    """Who writes, when and why. One moment marks all rows of one act, so that they can be found again."""

    at: datetime
    reason: str
    by_id: int | None


def reason_of(file: BnbaFile) -> str:
    """How the history names a file."""
    return f"Berkas BNBA #{file.pk} {file.stored.name}"[:100]


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def log(model: type[models.Model]) -> str:
    """The table of the model's history."""
    return model.history.model._meta.db_table  # type: ignore[attr-defined]


def columns(model: type[models.Model], prefix: str = "") -> str:
    """The columns that the model's history keeps."""
    tracked = model.history.model.tracked_fields  # type: ignore[attr-defined]
    return ", ".join(f'{prefix}"{field.column}"' for field in tracked)


def write(
    model: type[models.Model],
    kind: str,
    statement: str,
    stamp: Stamp,
    *,
    alias: str = "",
    about: str = "",
    **values: Any,
) -> int:
    """Run an INSERT ("+"), UPDATE ("~") or DELETE ("-") and a history row for each row it touches; says how many.

    `alias` is what the statement calls the table. `about` is a subquery of ids: those without any history get one row
    as they are first, so that "before" is never unknown. `%(at)s` in the statement is the stamp's moment.
    """
    marks = {"at": stamp.at, "kind": kind, "reason": stamp.reason[:100], "by": stamp.by_id, **values}
    with connection.cursor() as cursor:
        if about:
            earlier = {"at": stamp.at - timedelta(microseconds=1), "kind": "+", "reason": BASELINE, "by": None}
            cursor.execute(_baseline(model, about), marks | earlier)
        cursor.execute(_recorded(model, statement, alias or table(model)), marks)
        return cursor.rowcount


MARKS = "%(at)s::timestamptz, %(reason)s, %(kind)s, %(by)s::bigint"


def _recorded(model: type[models.Model], statement: str, alias: str) -> str:
    return f"""
        WITH written AS ({statement} RETURNING {columns(model, f"{alias}.")})
        INSERT INTO {log(model)} ({columns(model)}, history_date, history_change_reason, history_type, history_user_id)
        SELECT {columns(model)}, {MARKS} FROM written
    """


def _baseline(model: type[models.Model], ids: str) -> str:
    return f"""
        INSERT INTO {log(model)} ({columns(model)}, history_date, history_change_reason, history_type, history_user_id)
        SELECT {columns(model, "t.")}, {MARKS} FROM {table(model)} t
        WHERE t.id IN ({ids}) AND NOT EXISTS (SELECT 1 FROM {log(model)} old WHERE old.id = t.id)
    """
