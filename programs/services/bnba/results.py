"""What a check found, kept in BnbaRow and in the file: verdicts, counts, who is gone."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from psycopg.types.json import Jsonb

from pkh_sembako.lib.identity import strip_wrapping
from programs.importing.records import Reading, RefusedRow
from programs.models import BnbaFile, Round, RoundEntry
from programs.services.bnba.staging import VALUES

FINDINGS = """
    SELECT sheet, row, jsonb_agg(jsonb_build_object('column', "column", 'code', code, 'message', message,
        'warning', warning) ORDER BY warning) AS problems FROM bnba_finding GROUP BY sheet, row
"""
# Once applied, a row that changes nothing has nothing left to tell.
TOLD = f"CASE WHEN %(applied)s AND p.verdict = 'same' AND p.local = '{{}}' THEN '{{}}'::jsonb ELSE {VALUES} END"
STORE = f"""
    WITH findings AS ({FINDINGS})
    INSERT INTO programs_bnbarow (file_id, sheet, row, verdict, values, problems, enrollment_id, created, before, local)
    SELECT %(file)s, s.sheet, s.row_no, p.verdict, {TOLD}, coalesce(f.problems, '[]') || p.problems, p.enrollment_id,
        %(applied)s AND p.verdict = 'new', p.before, p.local
    FROM bnba_staged s JOIN bnba_plan p USING (n) LEFT JOIN findings f ON f.sheet = s.sheet AND f.row = s.row_no
    ORDER BY s.n
"""
STORE_REFUSED = f"""
    WITH findings AS ({FINDINGS})
    INSERT INTO programs_bnbarow (file_id, sheet, row, verdict, values, problems, created, before, local)
    SELECT %s, r.sheet, r.row, 'refused', r.values, coalesce(f.problems, '[]'), false, '{{}}', '{{}}'
    FROM bnba_refused r LEFT JOIN findings f ON f.sheet = r.sheet AND f.row = r.row ORDER BY r.sheet, r.row
"""
# What the registry says of a row, and may say otherwise next time.
REGISTRY_CODES = ("kk_ambiguous", "nik_changed", "kk_changed", "desa_changed", "family_unknown", "kks_two_live")
# A later look at the same rows: only what came out differently is written.
REVISE = """
    UPDATE programs_bnbarow b SET verdict = p.verdict, before = p.before, local = p.local,
        enrollment_id = p.enrollment_id, created = %s AND p.verdict = 'new',
        problems = coalesce((SELECT jsonb_agg(x) FROM jsonb_array_elements(b.problems) x
            WHERE x->>'code' <> ALL(%s)), '[]') || p.problems
    FROM bnba_plan p
    WHERE b.id = p.n AND (b.verdict, b.before, b.local, b.enrollment_id)
        IS DISTINCT FROM (p.verdict, p.before, p.local, p.enrollment_id)
"""
COUNTS = "SELECT verdict, count(*) FROM bnba_plan GROUP BY verdict"
VERDICTS = ("new", "changed", "same", "refused")


def store(file: BnbaFile, reading: Reading, *, applied: bool) -> None:
    """Replace the file's rows by what is in the temporary tables. `applied`: the plan has been carried out already."""
    file.rows.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(STORE, {"file": file.pk, "applied": applied})
        _stage_refused(cursor, reading.refused)
        cursor.execute(STORE_REFUSED, [file.pk])


def revise(*, applied: bool) -> None:
    """Bring stored rows in line with a newer plan."""
    with connection.cursor() as cursor:
        cursor.execute(REVISE, [applied, list(REGISTRY_CODES)])


def _stage_refused(cursor: Any, refused: list[RefusedRow]) -> None:
    cursor.execute("DROP TABLE IF EXISTS pg_temp.bnba_refused")
    cursor.execute("CREATE TEMP TABLE bnba_refused (sheet text, row int, values jsonb) ON COMMIT DROP")
    with cursor.copy("COPY bnba_refused FROM STDIN") as copy:
        for row in refused:
            copy.write_row((row.sheet, row.row_no, Jsonb({"cells": list(row.cells)})))


def verdicts() -> dict[str, int]:
    """{new, changed, same, refused} of the staged rows; the reader's own refusals are not among them."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        found = dict(cursor.fetchall())
    return {verdict: found.get(verdict, 0) for verdict in VERDICTS}


def list_before(the_round: Round) -> Round | None:
    """The Round whose list counts as "so far": this one, or if it has none the program's latest earlier one."""
    if RoundEntry.objects.filter(round=the_round).exists():
        return the_round
    earlier = Q(tahun__lt=the_round.tahun) | Q(tahun=the_round.tahun, tahap__lt=the_round.tahap)
    listed = Exists(RoundEntry.objects.filter(round=OuterRef("pk")))
    rounds = Round.objects.filter(earlier, listed, program=the_round.program)
    return rounds.order_by("-tahun", "-tahap").first()


GONE = """
    SELECT r.id FROM programs_roundentry r
    JOIN programs_enrollment e ON e.id = r.enrollment_id JOIN programs_household h ON h.id = e.household_id
    WHERE r.round_id = %s AND r.kecamatan_id IN (SELECT DISTINCT s.kecamatan FROM bnba_staged s)
      AND NOT EXISTS (SELECT 1 FROM bnba_plan p WHERE p.household_id = e.household_id)
      AND NOT EXISTS (SELECT 1 FROM bnba_plan p JOIN bnba_staged s USING (n)
                      WHERE p.verdict = 'refused' AND s.no_kk <> '' AND s.no_kk = h.no_kk)
      AND NOT (h.nik <> '' AND h.nik = ANY(%s)) AND NOT (h.no_kk <> '' AND h.no_kk = ANY(%s)) ORDER BY r.id
"""


def gone(the_round: Round, refused_numbers: list[str]) -> list[int]:
    """Entries of the list so far, in the kecamatan of the file, whose family is not in it.

    A family whose row was refused for another cell is in the file: its NIK or NKK stands in `refused_numbers`.
    """
    before = list_before(the_round)
    if before is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(GONE, [before.pk, refused_numbers, refused_numbers])
        return [row[0] for row in cursor.fetchall()]


def numbers_of(cells: Iterable[str]) -> list[str]:
    """The sixteen-digit numbers among the cells of a refused row."""
    bare = (strip_wrapping(cell) for cell in cells)
    return [text for text in bare if len(text) == 16 and text.isascii() and text.isdigit()]


def refused_numbers(file: BnbaFile) -> list[str]:
    """The same from stored rows."""
    rows = file.rows.filter(verdict="refused").values_list("values", flat=True)
    return [number for values in rows for number in numbers_of(values.get("cells", []))]
