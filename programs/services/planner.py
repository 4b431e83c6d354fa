"""Keeps PostgreSQL's planner informed after a great write."""

from django.db import connection
from django.db.models import Model

MANY = 500


def refresh(*models: type[Model], written: int) -> None:
    """Analyse the tables in this transaction when at least MANY rows were written.

    An automatic analysis that looks while the rows are uncommitted sees none of them; until its next visit every list
    would then be read by nested loops over whole tables (measured: minutes for 2,000 families).
    """
    if written < MANY:
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(model._meta.db_table for model in models))
