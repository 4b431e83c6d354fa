"""The database after a test that commits: put back as the session found it.

Django would TRUNCATE every table (a third of a second for ours) and the reference data would have to be loaded anew.
Here rows are deleted and the few that belong there are copied back from a schema of their own, in a few milliseconds.
Triggers and foreign keys rest meanwhile: the guards that refuse a DELETE are not under test here.
"""

from django.db import connection

SCHEMA = "pristine"


def remember() -> None:
    """Keep a copy of every table that has rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _tables():
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE "{table}"')


def restore() -> None:
    """Delete everything and copy back what was there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        kept = [table for (table,) in cursor]
        statements = [
            "BEGIN",
            "SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM "{table}"' for table in _tables()),
            *(f'INSERT INTO "{table}" SELECT * FROM {SCHEMA}."{table}"' for table in kept),
            *(_past_what_is_kept(*numbered) for numbered in _sequences(kept)),
            "COMMIT",
        ]
        cursor.execute(";".join(statements))


def _sequences(tables: list[str]) -> list[tuple[str, str, str]]:
    """(table, column, sequence) of each numbered column; in a table of history it is not called `id`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, pg_get_serial_sequence(table_name, column_name)"
            " FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_identity = 'YES' AND table_name = ANY(%s)",
            [tables],
        )
        return cursor.fetchall()


def _past_what_is_kept(table: str, column: str, sequence: str) -> str:
    """A test that flushed has set the numbers back to 1."""
    newest = f'SELECT max("{column}") FROM "{table}"'
    return f"SELECT setval('{sequence}', greatest((SELECT last_value FROM {sequence}), ({newest})))"


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)
