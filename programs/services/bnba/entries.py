"""The Round's list: entries added and changed by a file, and taken off when the file replaces the list."""

import json

from django.db import connection

from programs.models import BnbaFile
from programs.services.bnba import fields

NEW = """
    INSERT INTO programs_roundentry (round_id, enrollment_id, kecamatan_id, desa_id, tahap, nominal, bank, gelombang,
        direction, counts, extra, file_id)
    SELECT %(round)s, p.enrollment_id, d.kecamatan_id, d.code, s.tahap, s.nominal, s.bank, s.gelombang, s.dir,
        coalesce(s.counts, '{}'), coalesce(s.extra, '{}'), %(file)s
    FROM bnba_plan p JOIN bnba_staged s USING (n)
    JOIN programs_household h ON h.id = p.household_id JOIN office_desa d ON d.code = h.desa_id
    WHERE p.lead AND p.verdict <> 'refused' AND p.entry_id IS NULL ORDER BY p.n
"""
# A family that moved is checked where it lives now.
MOVED = """
    UPDATE programs_roundentry r SET desa_id = d.code, kecamatan_id = d.kecamatan_id
    FROM bnba_plan p JOIN programs_household h ON h.id = p.household_id JOIN office_desa d ON d.code = h.desa_id
    WHERE r.id = p.entry_id AND p.lead AND p.before ? 'desa'
"""
TAKE_OFF = """
    DELETE FROM programs_roundentry r WHERE r.id = ANY(%s) AND r.round_id = %s
      AND NOT EXISTS (SELECT 1 FROM programs_kroscekresult k WHERE k.entry_id = r.id)
      AND NOT EXISTS (SELECT 1 FROM programs_determinedrow d WHERE d.entry_id = r.id)
    RETURNING to_jsonb(r)
"""


def write(file: BnbaFile) -> None:
    """Put the file's families on the list; what an entry says changes only where the file fills a cell."""
    columns = ", ".join(f"{field.column} = {_value(field)}" for field in fields.ENTRY)
    names = ", ".join(f"'{field.name}'" for field in fields.ENTRY)
    changed = f"""
        UPDATE programs_roundentry r SET {columns} FROM bnba_plan p JOIN bnba_staged s USING (n)
        WHERE r.id = p.entry_id AND p.lead AND p.before ?| array[{names}]
    """
    with connection.cursor() as cursor:
        cursor.execute(NEW, {"round": file.round_id, "file": file.pk})
        cursor.execute(changed)
        cursor.execute(MOVED)


def _value(field: fields.Field) -> str:
    own = field.staged if field.name not in ("nominal", "counts") else f"s.{field.name}"
    return f"CASE WHEN p.before ? '{field.name}' THEN {own} ELSE r.{field.column} END"


def take_off(file: BnbaFile, gone: list[int]) -> list[dict]:
    """Remove entries of this Round that nobody has checked or determined; gives them back as they were."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OFF, [gone, file.round_id])
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
