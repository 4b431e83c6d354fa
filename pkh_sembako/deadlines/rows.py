"""Many rows as one parameter of one statement: `jsonb_to_recordset(%s)`, however many there are."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection


class _Exact(DjangoJSONEncoder):
    """Django's encoder cuts moments to milliseconds; a moment just after a due moment must stay after it."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def of(objects: Iterable[Any], *fields: str) -> list[dict[str, Any]]:
    """The named attributes of each object."""
    return [{field: getattr(each, field) for field in fields} for each in objects]


def execute(sql: str, rows: Sequence[dict[str, Any]]) -> None:
    """Run a statement over the rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(rows, cls=_Exact)])


def returning(sql: str, rows: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Run a statement over the rows and fetch what it returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(rows, cls=_Exact)])
        return cursor.fetchall()
