"""What keeps a file from being taken back: whatever came after it and touched one of its families."""

import json

from django.db import connection, transaction

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.identity import mask
from pkh_sembako.lib.numbers import thousands
from programs.models import BnbaFile
from programs.services.bnba import card_undoing, history

TOUCHED = """
    CREATE TEMP TABLE bnba_touched ON COMMIT DROP AS
    SELECT DISTINCT e.household_id FROM programs_enrollment e WHERE e.id IN (
        SELECT b.enrollment_id FROM programs_bnbarow b WHERE b.file_id = %(file)s AND b.verdict <> 'refused'
        UNION SELECT (x->>'enrollment_id')::bigint FROM jsonb_array_elements(%(removed)s::jsonb) x)
"""
LATER_FILE = """
    SELECT e.household_id, 'dimuat berkas ' || st.name || ' (nomor ' || f.id || ') yang diterapkan sesudahnya'
    FROM programs_bnbafile f JOIN programs_bnbarow b ON b.file_id = f.id AND b.verdict <> 'refused'
    JOIN programs_enrollment e ON e.id = b.enrollment_id JOIN documents_storedfile st ON st.id = f.stored_id
    WHERE f.state = 'applied' AND f.applied_at > %(applied)s AND f.id <> %(file)s
"""
RESULT = """
    SELECT e.household_id, 'sudah ada hasil kroscek'
    FROM programs_kroscekresult k JOIN programs_roundentry r ON r.id = k.entry_id
    JOIN programs_enrollment e ON e.id = r.enrollment_id WHERE k.at >= %(applied)s
"""
DETERMINED = """
    SELECT e.household_id, 'sudah ditetapkan'
    FROM programs_determination d JOIN programs_determinedrow w ON w.determination_id = d.id
    JOIN programs_roundentry r ON r.id = w.entry_id JOIN programs_enrollment e ON e.id = r.enrollment_id
    WHERE d.determined_at >= %(applied)s
"""
# What files write is no edit: a later file is named as such, and one that was taken back left nothing.
EDITED = """
    SELECT {household}, 'diubah sesudahnya' FROM {log} o
    WHERE o.history_date > %(applied)s AND o.history_change_reason IS DISTINCT FROM %(baseline)s
      AND NOT EXISTS (SELECT 1 FROM programs_bnbafile f WHERE o.history_date IN (f.applied_at, f.taken_back_at))
"""
EDITS = (
    EDITED.format(household="o.id", log="programs_historicalhousehold"),
    EDITED.format(household="o.household_id", log="programs_historicalmember"),
    EDITED.format(household="o.household_id", log="programs_historicalenrollment"),
)
FOUND = f"""
    WITH later AS (SELECT DISTINCT x.what, x.household_id FROM (
        {" UNION ALL ".join((LATER_FILE, RESULT, DETERMINED, *EDITS))}
    ) x (household_id, what) JOIN bnba_touched t USING (household_id))
    SELECT k.what, k.families, h.name, h.nik, h.no_kk, d.name
    FROM (SELECT what, count(*) AS families, min(household_id) AS household_id FROM later GROUP BY what) k
    JOIN programs_household h ON h.id = k.household_id JOIN office_desa d ON d.code = h.desa_id
    ORDER BY k.families DESC, k.what
"""


def refuse(file: BnbaFile) -> None:
    """Raise DomainError when anything later touched a family of the file; one sentence per kind, each with a family."""
    found = find(file)
    if found:
        raise DomainError("Berkas tidak dapat ditarik kembali. " + " ".join(found))


def find(file: BnbaFile) -> list[str]:
    """Sentences on what stands in the way; empty when the file may be taken back."""
    if file.of_cards:
        return card_undoing.obstacles(file)
    parameters = {
        "file": file.pk,
        "applied": file.applied_at,
        "removed": json.dumps(file.removed),
        "baseline": history.BASELINE,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.bnba_touched")
        cursor.execute(TOUCHED, parameters)
        cursor.execute("ANALYZE bnba_touched")
        cursor.execute(FOUND, parameters)
        return [_sentence(*row) for row in cursor.fetchall()]


def _sentence(what: str, families: int, name: str, nik: str, no_kk: str, desa: str) -> str:
    number = f"NIK {mask(nik)}" if nik else f"No. KK {mask(no_kk)}"
    others = f" dan {thousands(families - 1)} keluarga lain" if families > 1 else ""
    return f"Keluarga {name} ({number}, {desa}){others} {what}."
