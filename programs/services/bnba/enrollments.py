"""The bulk upsert of enrollments. One that exists keeps its status, notes and pendamping, whatever a file says."""

from django.db import connection

from programs.enums import EnrollmentStatus, FileKind
from programs.models import BnbaFile, Enrollment
from programs.services.bnba import fields, history
from programs.services.bnba.history import Stamp

FIRST_STATUS = {
    FileKind.CANDIDATES: EnrollmentStatus.CANDIDATE,
    FileKind.PARTICIPANTS: EnrollmentStatus.ACTIVE,
}
NEW = """
    INSERT INTO programs_enrollment (id, household_id, program, status, pendamping_id, notes, imported, created_at)
    SELECT p.enrollment_id, p.household_id, %(program)s, %(status)s, w.pendamping_id, '', {imported}, %(at)s
    FROM bnba_plan p JOIN bnba_staged s USING (n) JOIN programs_household h ON h.id = p.household_id
    LEFT JOIN accounts_workarea w ON w.desa_id = h.desa_id AND w.program = %(program)s
    {persons}
    WHERE p.lead AND p.new_enrollment ORDER BY p.n
"""
# Remembering is a change too, also where nothing else changes: the file has caught up with a local correction.
REMEMBER = """
    CREATE TEMP TABLE bnba_remember ON COMMIT DROP AS
    SELECT r.id, {merged} AS imported FROM (
        SELECT e.id, e.imported, {imported} AS filed, {people} AS people
        FROM bnba_plan p JOIN bnba_staged s USING (n) JOIN programs_enrollment e ON e.id = p.enrollment_id
        {persons}
        WHERE p.lead AND NOT p.new_enrollment AND p.verdict <> 'refused' OFFSET 0
    ) r WHERE NOT r.imported @> {sought}
"""
CHANGE = "UPDATE programs_enrollment e SET imported = r.imported FROM bnba_remember r WHERE r.id = e.id"
WITH_PEOPLE = (
    "(r.imported || r.filed || jsonb_build_object('members', coalesce(r.imported->'members', '{}') || r.people))"
)


def write(file: BnbaFile, stamp: Stamp, *, person_list: bool) -> None:
    """Enroll the new, remember what the file says of everybody."""
    imported, persons = _imported(person_list)
    status = FIRST_STATUS[FileKind(file.kind)]
    new = NEW.format(imported=imported, persons=persons)
    history.write(Enrollment, "+", new, stamp, program=file.round.program, status=status)
    remember = REMEMBER.format(
        imported=imported,
        persons=persons,
        people="a.people" if person_list else "NULL::jsonb",
        merged=WITH_PEOPLE if person_list else "(r.imported || r.filed)",
        sought=WITH_PEOPLE if person_list else "r.filed",
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.bnba_remember")
        cursor.execute(remember)
        cursor.execute("ANALYZE bnba_remember")
    history.write(Enrollment, "~", CHANGE, stamp, alias="e", about="SELECT r.id FROM bnba_remember r")


def _imported(person_list: bool) -> tuple[str, str]:
    """SQL of the values to remember, and the join that a person list needs for it."""
    own = fields.as_json((*fields.HOUSEHOLD, *fields.MEMBER))
    if not person_list:
        return own, ""
    # What the row says of a person is remembered under the person's NIK; of the family, only what the lead may say.
    family = f"CASE WHEN p.speaks THEN {own} ELSE {own} - array['nik', 'name', 'birth_date', 'sex', 'hub'] END"
    person = fields.as_json((fields.PERSON_NAME, *fields.MEMBER))
    persons = f"""JOIN (SELECT q.fam, jsonb_object_agg(s.nik, {person} ORDER BY q.n DESC) AS people
        FROM bnba_plan q JOIN bnba_staged s USING (n) WHERE s.nik <> '' GROUP BY q.fam) a ON a.fam = p.fam"""
    return f"({family} || jsonb_build_object('members', a.people))", persons
