"""The bulk upsert of members: the pengurus of every family, and the persons of a person list."""

from django.db import connection

from programs.models import Member
from programs.services.bnba import fields, history
from programs.services.bnba.fields import Field
from programs.services.bnba.history import Stamp
from programs.services.bnba.households import searchable

COLUMNS = "(household_id, nik, name, sex, birth_date, relation, is_pengurus, components)"
NEW_PENGURUS = f"""
    INSERT INTO programs_member {COLUMNS}
    SELECT p.household_id, s.nik, s.name, s.sex, s.birth_date, s.hub, true, '[]'
    FROM bnba_plan p JOIN bnba_staged s USING (n)
    WHERE p.lead AND p.verdict <> 'refused' AND (p.new_household OR (p.speaks AND p.member_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM programs_member x WHERE x.household_id = p.household_id AND x.is_pengurus)))
    ORDER BY p.n
"""
NEW_PERSONS = f"""
    INSERT INTO programs_member {COLUMNS}
    SELECT p.household_id, s.nik, s.name, s.sex, s.birth_date, s.hub, false, '[]'
    FROM bnba_plan p JOIN bnba_staged s USING (n)
    WHERE p.verdict <> 'refused' AND NOT p.again AND p.member_id IS NULL
      AND NOT (p.lead AND (p.new_household OR p.speaks)) ORDER BY p.n
"""
# Another person took over: NIK and name are both new. The one before stays a member of the family.
SUCCESSION = f"""(p.lead AND p.speaks AND NOT p.new_household AND p.before ? 'nik' AND p.before ? 'name'
    AND p.before->>'nik' <> '' AND {searchable("(p.before->>'name')")} <> {searchable("s.name")})"""
STEP_DOWN = f"""
    UPDATE programs_member m SET is_pengurus = false FROM bnba_plan p JOIN bnba_staged s USING (n)
    WHERE m.id = p.member_id AND {SUCCESSION}
"""
KNOWN_SUCCESSORS = f"""
    SELECT DISTINCT ON (p.household_id) x.id FROM bnba_plan p JOIN bnba_staged s USING (n)
    JOIN programs_member x ON x.household_id = p.household_id AND x.nik = s.nik
    WHERE {SUCCESSION} ORDER BY p.household_id, x.id
"""
STEP_UP = f"UPDATE programs_member m SET is_pengurus = true FROM ({KNOWN_SUCCESSORS}) k WHERE k.id = m.id"
AS_PENGURUS = (fields.HOUSEHOLD[0], fields.PERSON_NAME, *fields.MEMBER)
AS_PERSON = (fields.PERSON_NAME, *fields.MEMBER)


def write(stamp: Stamp, *, person_list: bool) -> None:
    """Carry bnba_plan out on members."""
    _correct(AS_PENGURUS, f"p.lead AND p.speaks AND NOT {SUCCESSION}", stamp)
    _succeed(stamp)
    history.write(Member, "+", NEW_PENGURUS, stamp)
    if person_list:
        _correct(AS_PERSON, "NOT p.speaks AND NOT p.again", stamp)
        history.write(Member, "+", NEW_PERSONS, stamp)


def _correct(own: tuple[Field, ...], condition: str, stamp: Stamp) -> None:
    """Write the changed cells of members that exist."""
    names = ", ".join(f"'{field.name}'" for field in own)
    assignments = ", ".join(f"{field.column} = {_value(field)}" for field in own)
    rows = f"""FROM bnba_plan p JOIN bnba_staged s USING (n)
        WHERE p.verdict <> 'refused' AND p.member_id IS NOT NULL AND p.before ?| array[{names}] AND {condition}"""
    statement = f"UPDATE programs_member m SET {assignments} {rows} AND m.id = p.member_id"
    history.write(Member, "~", statement, stamp, alias="m", about=f"SELECT p.member_id {rows}")


def _value(field: Field) -> str:
    staged = "s.birth_date" if field.name == "birth_date" else field.staged
    return f"CASE WHEN p.before ? '{field.name}' THEN {staged} ELSE m.{field.column} END"


def _succeed(stamp: Stamp) -> None:
    """The former pengurus steps down; a successor who is a member already steps up, a stranger is added afterwards."""
    about = f"SELECT p.member_id FROM bnba_plan p JOIN bnba_staged s USING (n) WHERE {SUCCESSION}"
    if not history.write(Member, "~", STEP_DOWN, stamp, alias="m", about=about):
        return
    history.write(Member, "~", STEP_UP, stamp, alias="m", about=KNOWN_SUCCESSORS)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE bnba_plan p SET member_id = NULL FROM bnba_staged s WHERE s.n = p.n AND {SUCCESSION}")
