"""Which family a row means (contract, "Matching"): NIK decides, then the NIK last imported, then the NKK of one alone.

Fills bnba_match: n, fam (first row of the family in the file), lead (the row that speaks for the family),
household_id, how: 1 NIK, 2 NIK of another person of the list, 3 NIK last imported, 4 NKK, 5 NKK last imported.
"""

from django.db import connection

FAMILY_LIST = """
    CREATE TEMP TABLE bnba_match ON COMMIT DROP AS
    SELECT s.n, s.n AS fam, true AS lead, h.id AS household_id,
           CASE WHEN h.id IS NOT NULL THEN 1 END AS how, ''::text AS refusal
    FROM bnba_staged s LEFT JOIN programs_household h ON h.nik = s.nik AND h.nik <> ''
"""
# Rows of one NKK are one family; without an NKK a person stands alone. The lead is whoever the registry knows as the
# pengurus, else the kepala keluarga, else the first row.
PERSON_LIST = """
    CREATE TEMP TABLE bnba_match ON COMMIT DROP AS
    WITH grouped AS (
        SELECT s.*, min(s.n) OVER (PARTITION BY coalesce(nullif(s.no_kk, ''), s.nik)) AS fam FROM bnba_staged s
    ), known AS (
        SELECT DISTINCT ON (g.fam) g.fam, h.id AS household_id, h.nik, CASE WHEN g.pengurus THEN 1 ELSE 2 END AS how
        FROM grouped g JOIN programs_household h ON h.nik = g.nik AND h.nik <> ''
        ORDER BY g.fam, g.pengurus DESC, h.no_kk = g.no_kk DESC, g.n
    )
    SELECT g.n, g.fam, k.household_id, k.how, ''::text AS refusal,
           row_number() OVER (
               PARTITION BY g.fam ORDER BY g.nik = k.nik DESC NULLS LAST, g.pengurus DESC, g.n
           ) = 1 AS lead
    FROM grouped g LEFT JOIN known k USING (fam)
"""
# Families of a person list that turn out to be one: same household, or same new lead.
MERGE = """
    WITH leads AS (
        SELECT p.fam, min(p.fam) OVER (PARTITION BY coalesce(p.household_id::text, s.nik)) AS first
        FROM bnba_match p JOIN bnba_staged s USING (n) WHERE p.lead
    )
    UPDATE bnba_match p SET fam = l.first, lead = false FROM leads l WHERE l.fam = p.fam AND l.first <> p.fam
"""
# The family is found through another program's file too: the newest of its imported values does.
BY_IMPORTED = """
    WITH found AS (
        SELECT p.fam, min(e.household_id) AS household_id FROM bnba_match p JOIN bnba_staged s USING (n)
        JOIN programs_enrollment e ON e.imported->>'{field}' = s.{field}
        WHERE p.lead AND p.household_id IS NULL AND s.{field} <> '' AND {condition}
        GROUP BY p.fam HAVING count(DISTINCT e.household_id) = 1
    )
    UPDATE bnba_match p SET household_id = f.household_id, how = {how} FROM found f WHERE f.fam = p.fam
"""
BY_NKK = """
    WITH found AS (
        SELECT p.fam, min(h.id) AS household_id, count(*) AS families, bool_or(s.nik = '') AS blind
        FROM bnba_match p JOIN bnba_staged s USING (n) JOIN programs_household h ON h.no_kk = s.no_kk
        WHERE p.lead AND p.household_id IS NULL AND s.no_kk <> '' GROUP BY p.fam
    )
    UPDATE bnba_match p
    SET household_id = CASE WHEN f.families = 1 THEN f.household_id END, how = CASE WHEN f.families = 1 THEN 4 END,
        refusal = CASE WHEN f.families > 1 AND f.blind THEN 'kk_ambiguous' ELSE '' END
    FROM found f WHERE f.fam = p.fam AND (f.families = 1 OR f.blind)
"""
# Two families of the file cannot be one household: the better match has it, the other is a family of its own.
ONE_EACH = """
    WITH ranked AS (
        SELECT fam, row_number() OVER (PARTITION BY household_id ORDER BY how, n) AS place
        FROM bnba_match WHERE lead AND household_id IS NOT NULL
    )
    UPDATE bnba_match p SET household_id = NULL, how = NULL FROM ranked r WHERE r.fam = p.fam AND r.place > 1
"""


def match(*, person_list: bool) -> None:
    """Create bnba_match from bnba_staged."""
    with connection.cursor() as cursor:
        cursor.execute(PERSON_LIST if person_list else FAMILY_LIST)
        cursor.execute("CREATE INDEX ON bnba_match (fam)")
        cursor.execute("ANALYZE bnba_match")
        if person_list:
            cursor.execute(MERGE)
        cursor.execute("SELECT 1 FROM bnba_match WHERE lead AND household_id IS NULL LIMIT 1")
        if cursor.fetchone() is None:
            return
        cursor.execute(BY_IMPORTED.format(field="nik", condition="true", how=3))
        cursor.execute(BY_NKK)
        cursor.execute(BY_IMPORTED.format(field="no_kk", condition="s.nik = '' AND p.refusal = ''", how=5))
        cursor.execute(ONE_EACH)
