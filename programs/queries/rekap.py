"""Rekap: how many families (or members), by any two headings, now or as of a date. Numbers only, no names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from pkh_sembako.accounts.models import User
from programs.models import Household, Round
from programs.queries import rekap_sql as sql
from programs.queries import rekap_words as words
from programs.queries.families import UNCHECKED
from programs.queries.rekap_public import Numbers, published


@dataclass(frozen=True)
class Question:
    """What is asked: headings of `words.HEADINGS` ("" = no columns), unit, filters, an earlier day or today."""

    rows: str = "kecamatan"
    columns: str = ""
    unit: str = "keluarga"
    filters: dict[str, str] = field(default_factory=dict)
    per: date | None = None
    public: bool = False

    @property
    def headings(self) -> set[str]:
        return {self.rows, self.columns} - {""}

    def adds_up(self, heading: str) -> bool:
        return words.adds_up(heading, self.filters)


@dataclass(frozen=True)
class Line:
    """A row of the table: its key, its words, its numbers as shown, its total (None = not shown)."""

    key: str
    label: str
    cells: tuple[Any, ...]
    total: Any


@dataclass(frozen=True)
class Table:
    """The answer: a number is an int or a `rekap_public.Hidden`; None is a total that is not shown."""

    question: Question
    columns: tuple[tuple[str, str], ...]  # (key, words)
    lines: tuple[Line, ...]
    totals: tuple[Any, ...]
    grand: Any

    @property
    def counts_twice(self) -> list[str]:
        """Headings under which one family may stand more than once."""
        asked = (self.question.rows, self.question.columns)
        return [words.HEADINGS[code].label for code in asked if code and not self.question.adds_up(code)]

    @property
    def shows_line_totals(self) -> bool:
        return bool(self.columns) and any(line.total is not None for line in self.lines)

    @property
    def shows_totals(self) -> bool:
        return any(total is not None for total in (*self.totals, self.grand))


def table(question: Question, user: User) -> Table:
    """The numbers this user may see. One query, and one for the names of places or rounds of each heading."""
    numbers = count(question, user)
    rows = words.names(question.rows, {row for row, _ in numbers if row is not None})
    columns: dict[str, str] = {}
    if question.columns:
        columns = words.names(question.columns, {column for _, column in numbers if column is not None})
    whole = _whole(numbers, list(rows), list(columns))
    shown: dict = _public(question, whole, list(rows), list(columns)) if question.public else whole
    lines = tuple(
        Line(row, label, tuple(shown[row, column] for column in columns), shown.get((row, None)))
        for row, label in rows.items()
    )
    totals = tuple(shown.get((None, column)) for column in columns)
    return Table(question, tuple(columns.items()), lines, totals, shown.get((None, None)))


def count(question: Question, user: User) -> Numbers:
    """{(row key, column key): number}, None = total. One query; families without a membership do not count."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(question), _values(question, user))
        found = {(row, column): number for row, column, number in cursor.fetchall()}
    return found if question.columns else {cell: n for cell, n in found.items() if cell[1] is None}


def _statement(question: Question) -> str:
    """Put together from this room's own constants; what a person typed is a parameter."""
    asked = question.headings | question.filters.keys()
    joins = [sql.PERSON] if question.unit == "anggota" else []
    if asked & {"tahap", "hasil", "putaran"}:
        joins.append(sql.LISTED)
    if "komponen" in asked:
        joins.append(sql.COMPONENT_OF[question.unit])
    conditions = [sql.SCOPE]
    for name, value in question.filters.items():
        conditions.append(sql.FILTERS["belum" if value == UNCHECKED else name])
    return sql.STATEMENT.format(
        source=(sql.THEN if question.per else sql.NOW) + sql.COMPONENT,
        rows=words.HEADINGS[question.rows].expression,
        columns=words.HEADINGS[question.columns].expression if question.columns else "''",
        unit=sql.UNITS[question.unit],
        joins=" ".join(joins),
        conditions=" AND ".join(conditions),
    )


def _values(question: Question, user: User) -> dict[str, Any]:
    scope = {"all": user.sees_kabupaten, "codes": user.kecamatan_codes, "mine": user.accompanies}
    return question.filters | scope | {"until": end_of(question.per) if question.per else None}


def _whole(numbers: Numbers, rows: Sequence[str], columns: Sequence[str]) -> Numbers:
    """With a zero wherever nothing was counted."""
    cells = ((row, column) for row in (*rows, None) for column in (*columns, None))
    return {cell: numbers.get(cell, 0) for cell in cells}


def _public(question: Question, whole: Numbers, rows: list[str], columns: list[str]) -> dict:
    adds_up = {
        "rows_add_up": question.adds_up(question.rows),
        "columns_add_up": not question.columns or question.adds_up(question.columns),
    }
    return published(whole, rows, columns, **adds_up)


def end_of(day: date) -> datetime:
    """The first moment after the day, by the office's clock."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def first_day() -> date | None:
    """The day on which the history begins; None while nothing is recorded. One query."""
    first = Household.history.aggregate(first=Min("history_date"))["first"]
    return timezone.localdate(first) if first else None


def newest_round() -> Round | None:
    """The Round whose kroscek is meant when none is named. One query."""
    return Round.objects.with_list().with_kroscek().order_by("-tahun", "-tahap").first()
