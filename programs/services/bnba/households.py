"""The bulk upsert of families: reads bnba_staged and bnba_plan, writes history for what changed only."""

from django.db import connection

from programs.models import Enrollment, Household
from programs.services.bnba import fields, history
from programs.services.bnba.fields import Field
from programs.services.bnba.history import Stamp

# The SQL twin of pkh_sembako.lib.names.searchable; a test holds the two together.
PLAIN = (
    "CASE WHEN octet_length({0}) = char_length({0}) THEN {0}"
    r" ELSE regexp_replace(normalize({0}, NFKD), '[^\x01-\x7f]+', '', 'g') END"
)
SEARCHABLE = f"left(btrim(regexp_replace(lower({PLAIN}), '[^a-z0-9]+', ' ', 'g')), 120)"


def searchable(name: str) -> str:
    """SQL: what the search column holds for the SQL expression `name`."""
    return SEARCHABLE.format(name)


# Ids are drawn beforehand, so that enrollments, members and entries know their family without a second look.
IDS = """
    WITH fresh AS (
        SELECT fam, nextval('{sequence}') AS id FROM bnba_plan
        WHERE lead AND verdict <> 'refused' AND {column} IS NULL ORDER BY n
    )
    UPDATE bnba_plan p SET {column} = f.id, {flag} = true FROM fresh f WHERE f.fam = p.fam
"""
FLAGS = """
    ALTER TABLE bnba_plan ADD new_household boolean NOT NULL DEFAULT false,
        ADD new_enrollment boolean NOT NULL DEFAULT false
"""
NEW = f"""
    INSERT INTO programs_household (id, no_kk, nik, name, name_search, desa_id, alamat, dusun, rt, rw, iddtks, phone,
        version, created_at, updated_at)
    SELECT p.household_id, s.no_kk, s.nik, s.name, {searchable("s.name")}, s.desa, s.alamat, s.dusun, s.rt, s.rw,
        s.iddtks, '', 1, %(at)s, %(at)s
    FROM bnba_plan p JOIN bnba_staged s USING (n) WHERE p.lead AND p.new_household ORDER BY p.n
"""


def draw_ids() -> None:
    """Give the families and enrollments that the plan will create their ids."""
    with connection.cursor() as cursor:
        cursor.execute(FLAGS)
        drawn = 0
        for model, column, flag in (
            (Household, "household_id", "new_household"),
            (Enrollment, "enrollment_id", "new_enrollment"),
        ):
            # Asked once: asking inside the statement would ask for every row.
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [history.table(model)])
            sequence = cursor.fetchone()[0]
            cursor.execute(IDS.format(sequence=sequence, column=column, flag=flag))
            drawn += cursor.rowcount
        if drawn:
            cursor.execute("ANALYZE bnba_plan (n, lead, verdict, household_id, new_household, new_enrollment)")


def create(stamp: Stamp) -> int:
    return history.write(Household, "+", NEW, stamp)


def change(stamp: Stamp) -> int:
    """Write the cells that the plan found changed; every other column stays. Raises the version of the family."""
    names = ", ".join(f"'{field.name}'" for field in fields.HOUSEHOLD)
    planned = f"p.lead AND NOT p.new_household AND p.verdict <> 'refused' AND p.before ?| array[{names}]"
    assignments = ", ".join(f"{field.column} = {_value(field)}" for field in fields.HOUSEHOLD)
    statement = f"""
        UPDATE programs_household h SET {assignments}, version = h.version + 1, updated_at = %(at)s,
            name_search = CASE WHEN p.before ? 'name' THEN {searchable("s.name")} ELSE h.name_search END
        FROM bnba_plan p JOIN bnba_staged s USING (n) WHERE h.id = p.household_id AND {planned}
          AND (p.speaks OR p.before - array['nik', 'name'] <> '{{}}')
    """
    about = f"SELECT p.household_id FROM bnba_plan p WHERE {planned}"
    return history.write(Household, "~", statement, stamp, alias="h", about=about)


def _value(field: Field) -> str:
    return f"CASE WHEN p.before ? '{field.name}' THEN {field.staged} ELSE {field.present} END"
