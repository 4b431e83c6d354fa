"""The one statement of the Rekap. Where its rows come from: the registry as it stands, or its history at a moment."""

NOW = """
home AS (SELECT h.id, h.desa_id, d.kecamatan_id, h.desil
           FROM programs_household h JOIN office_desa d ON d.code = h.desa_id),
part AS (SELECT id, household_id, program, status, pendamping_id FROM programs_enrollment),
person AS (SELECT id, household_id, components FROM programs_member),
answer AS (SELECT entry_id, outcome FROM programs_kroscekresult),
entry AS (SELECT id, enrollment_id, round_id FROM programs_roundentry)
"""
# The newest row of each history before the moment; what was deleted by then is gone. Lists of a tahap have no history:
# a list counts as soon as a file of that tahap was applied, with the families that stand on it today.
THEN = """
home AS (SELECT h.id, h.desa_id, d.kecamatan_id, h.desil FROM (
           SELECT DISTINCT ON (id) id, desa_id, desil, history_type FROM programs_historicalhousehold
            WHERE history_date < %(until)s ORDER BY id, history_date DESC, history_id DESC) h
           JOIN office_desa d ON d.code = h.desa_id WHERE h.history_type <> '-'),
part AS (SELECT id, household_id, program, status, pendamping_id FROM (
           SELECT DISTINCT ON (id) id, household_id, program, status, pendamping_id, history_type
             FROM programs_historicalenrollment
            WHERE history_date < %(until)s ORDER BY id, history_date DESC, history_id DESC) e
          WHERE e.history_type <> '-'),
person AS (SELECT id, household_id, components FROM (
           SELECT DISTINCT ON (id) id, household_id, components, history_type FROM programs_historicalmember
            WHERE history_date < %(until)s ORDER BY id, history_date DESC, history_id DESC) m
          WHERE m.history_type <> '-'),
answer AS (SELECT entry_id, outcome FROM (
           SELECT DISTINCT ON (entry_id) entry_id, outcome, history_type FROM programs_historicalkroscekresult
            WHERE history_date < %(until)s ORDER BY entry_id, history_date DESC, history_id DESC) k
          WHERE k.history_type <> '-'),
entry AS (SELECT e.id, e.enrollment_id, e.round_id FROM programs_roundentry e
           WHERE e.file_id IS NULL OR EXISTS (SELECT 1 FROM programs_bnbafile f
                                               WHERE f.round_id = e.round_id AND f.applied_at < %(until)s))
"""
COMPONENT = """,
component AS (SELECT person.id AS person_id, person.household_id, code
                FROM person CROSS JOIN LATERAL jsonb_array_elements_text(person.components) AS code)
"""
# Distinct before counting: a family under one heading counts once, however many rows say so.
STATEMENT = """
WITH {source}
SELECT r, c, count(DISTINCT u) FROM (
    SELECT coalesce({rows}, '') AS r, coalesce({columns}, '') AS c, {unit} AS u
      FROM part JOIN home ON home.id = part.household_id {joins}
     WHERE {conditions}
) counted
GROUP BY CUBE (r, c)
"""
PERSON = "JOIN person ON person.household_id = home.id"
LISTED = "JOIN entry ON entry.enrollment_id = part.id LEFT JOIN answer ON answer.entry_id = entry.id"
COMPONENT_OF = {
    "keluarga": "LEFT JOIN component ON component.household_id = home.id",
    "anggota": "LEFT JOIN component ON component.person_id = person.id",
}
UNITS = {"keluarga": "home.id", "anggota": "person.id"}
SCOPE = "(%(all)s OR home.kecamatan_id = ANY(%(codes)s) OR part.pendamping_id = ANY(%(mine)s))"
FILTERS = {
    "program": "part.program = %(program)s",
    "kecamatan": "home.kecamatan_id = %(kecamatan)s",
    "desa": "home.desa_id = %(desa)s",
    "komponen": "component.code = %(komponen)s",
    "desil": "home.desil = %(desil)s::int",
    "status": "part.status = %(status)s",
    "putaran": "entry.round_id = %(putaran)s::bigint",
    "hasil": "answer.outcome = %(hasil)s",
    "belum": "answer.outcome IS NULL",
}
