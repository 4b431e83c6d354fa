"""The rows that passed the reader, in a temporary table of typed columns: filled by COPY, or again from BnbaRow."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.types.json import Jsonb

from programs.importing.records import StagedRow
from programs.models import BnbaFile
from programs.services.bnba import fields

TYPES = {
    "row_no": "int",
    "birth_date": "date",
    "nominal": "bigint",
    "pengurus": "boolean",
    "counts": "jsonb",
    "extra": "jsonb",
}
NAMES = {"kecamatan_code": "kecamatan", "desa_code": "desa"}
COLUMNS = [NAMES.get(name, name) for name in StagedRow._fields]
JSON_AT = [index for index, name in enumerate(StagedRow._fields) if TYPES.get(name) == "jsonb"]
# Compiling these statements costs more than running them; sorting 100,000 rows on disk costs more than 64 MB.
SETTINGS = "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'"
TABLES = ("bnba_staged", "bnba_match", "bnba_plan", "bnba_finding")


def create() -> None:
    """Empty temporary tables; gone at the end of the transaction."""
    typed = ", ".join(f"{NAMES.get(n, n)} {TYPES.get(n, 'text')}" for n in StagedRow._fields)
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in TABLES)}")
        cursor.execute(f"CREATE TEMP TABLE bnba_staged (n bigserial, {typed}) ON COMMIT DROP")
        cursor.execute(
            'CREATE TEMP TABLE bnba_finding (sheet text, row int, "column" text, code text, message text,'
            " warning boolean) ON COMMIT DROP"
        )


@contextmanager
def rows_sink() -> Iterator[Callable[[list[StagedRow]], None]]:
    """`with rows_sink() as sink: sink(rows)` as often as needed: one COPY."""
    statement = f"COPY bnba_staged ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:

        def sink(rows: Iterable[StagedRow]) -> None:
            for row in rows:
                copy.write_row(row if row.counts is None and row.extra is None else _with_json(row))

        yield sink


def _with_json(row: StagedRow) -> list[object]:
    cells: list[object] = list(row)
    for at in JSON_AT:
        cells[at] = None if cells[at] is None else Jsonb(cells[at])
    return cells


def put_findings(findings: Iterable[tuple], *, warning: bool) -> None:
    """Refusals or warnings of the reader: (sheet, row, column, code, message)."""
    with (
        connection.cursor() as cursor,
        cursor.copy('COPY bnba_finding (sheet, row, "column", code, message, warning) FROM STDIN') as copy,
    ):
        for finding in findings:
            copy.write_row((*finding, warning))


def analyze() -> None:
    """The planner knows nothing about a temporary table until it is told."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bnba_staged (n, nik, no_kk)")


# Every cell of a row as JSON, empty ones left out: how BnbaRow keeps it.
VALUES = (
    f"{fields.as_json((*fields.HOUSEHOLD, *fields.MEMBER, *fields.ENTRY[:-1], *fields.CARD))}"
    " || jsonb_strip_nulls(jsonb_build_object('kecamatan', s.kecamatan, 'counts', s.counts, 'extra', s.extra,"
    " 'pengurus', s.pengurus))"
)


def load(file: BnbaFile) -> None:
    """The staged rows of a checked file, from the database instead of from the file."""
    create()
    kept = [name for name in COLUMNS if name not in ("sheet", "row_no")]
    read = ", ".join(f"{_from_json(name)} AS {name}" for name in kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO bnba_staged (n, sheet, row_no, {', '.join(kept)})"
            f" SELECT b.id, b.sheet, b.row, {read} FROM programs_bnbarow b"
            " WHERE b.file_id = %s AND NOT b.values ? 'cells' ORDER BY b.id",
            [file.pk],
        )
    analyze()


def _from_json(name: str) -> str:
    kind = {NAMES.get(n, n): t for n, t in TYPES.items()}.get(name, "text")
    if kind == "text":
        return f"coalesce(b.values->>'{name}', '')"
    if kind == "jsonb":
        return f"b.values->'{name}'"
    return f"(b.values->>'{name}')::{kind}"
