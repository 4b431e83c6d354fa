"""What each row would change (contract, "Per row, compared with the registry").

A cell counts as changed when it is filled and differs both from the present value and from the value last imported;
what only differs from the present value is a local correction: it stays, and is told in `local`. What was last imported
is remembered per enrollment; a family new to this program falls back on what its other program last imported.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection

from programs.models import Round
from programs.services.bnba import fields
from programs.services.bnba.fields import Field

# The member a row is about: the pengurus for the row that speaks for the family, else the person of that NIK.
PENGURUS = "LEFT JOIN programs_member m ON m.household_id = p.household_id AND m.is_pengurus"
PERSON = """LEFT JOIN LATERAL (
        SELECT * FROM programs_member x WHERE x.household_id = p.household_id
        AND CASE WHEN p.lead AND h.nik IN ('', s.nik) THEN x.is_pengurus ELSE x.nik = s.nik END ORDER BY x.id LIMIT 1
    ) m ON true"""
FAMILY = {
    "member": PENGURUS,
    "speaks": "true",
    "again": "false",
}
PERSONS = {
    "member": PERSON,
    # A person list never replaces the pengurus: a wife who became the pengurus stays it.
    "speaks": "(p.lead AND (p.household_id IS NULL OR h.nik IN ('', s.nik)))",
    "again": "(row_number() OVER (PARTITION BY p.fam, s.nik ORDER BY p.n) > 1)",
}

# What was last imported: of the family in this program, else in its other one; and of one person of a person list.
FAMILY_MEMORY = "coalesce(e.imported, o.imported)"
PERSON_MEMORY = f"({FAMILY_MEMORY}->'members'->s.nik)"

PLAN = """
    CREATE TEMP TABLE bnba_plan ON COMMIT DROP AS
    WITH compared AS (
        SELECT p.n, p.fam, p.lead, p.how, p.refusal, p.household_id, e.id AS enrollment_id, r.id AS entry_id,
               m.id AS member_id, {speaks} AS speaks, {again} AS again, h.no_kk AS present_kk, h.name AS present_name,
               CASE WHEN d.differs THEN {before} ELSE '{{}}'::jsonb END AS before,
               CASE WHEN d.differs THEN {local} ELSE '{{}}'::jsonb END AS local
        FROM bnba_match p JOIN bnba_staged s USING (n)
        LEFT JOIN programs_household h ON h.id = p.household_id
        LEFT JOIN programs_enrollment e ON e.household_id = p.household_id AND e.program = %(program)s
        LEFT JOIN programs_enrollment o ON o.household_id = p.household_id AND o.program <> %(program)s
        LEFT JOIN programs_roundentry r ON r.enrollment_id = e.id AND r.round_id = %(round)s
        {member}
        -- Most rows differ in nothing, and then nothing else need be asked.
        CROSS JOIN LATERAL (SELECT p.household_id IS NOT NULL AND ({differs}) AS differs OFFSET 0) d
    )
    SELECT c.n, c.fam, c.lead, c.household_id, c.enrollment_id, c.entry_id, c.member_id, c.speaks, c.again, c.before,
           c.local,
           CASE WHEN c.refusal <> '' THEN 'refused' WHEN c.enrollment_id IS NULL THEN 'new'
                WHEN c.before <> '{{}}' OR (%(person_list)s AND c.member_id IS NULL AND NOT c.again) THEN 'changed'
                ELSE 'same' END AS verdict,
           {problems} AS problems
    FROM compared c JOIN bnba_staged s USING (n)
"""
NONE = "'[]'::jsonb"
PROBLEMS = (
    (
        "c.refusal = 'kk_ambiguous'",
        "no_kk",
        "kk_ambiguous",
        "'No. KK ini dimiliki beberapa keluarga dan barisnya tanpa NIK; lengkapi NIK.'",
        False,
    ),
    (
        "c.how = 4 AND s.nik <> ''",
        "nik",
        "nik_changed",
        "'NIK belum dikenal; keluarga dikenali dari No. KK (kini ' || c.present_name || ').'",
        True,
    ),
    (
        "c.how < 4 AND s.no_kk <> '' AND s.no_kk <> c.present_kk AND EXISTS (SELECT 1 FROM programs_household other"
        " WHERE other.no_kk = s.no_kk AND other.id <> c.household_id)",
        "no_kk",
        "kk_changed",
        "'No. KK ini milik keluarga lain; keluarga dikenali dari NIK.'",
        True,
    ),
    (
        "c.before ? 'desa'",
        "desa",
        "desa_changed",
        "'Desa/kelurahan berbeda dari registri: pindah dari ' || (SELECT d.name || ', Kec. ' || k.name"
        " FROM office_desa d JOIN office_kecamatan k ON k.code = d.kecamatan_id"
        " WHERE d.code = c.before->>'desa') || '.'",
        True,
    ),
)


def compare(the_round: Round, *, person_list: bool, titles: dict[str, str]) -> None:
    """Create bnba_plan from bnba_match. `titles`: field -> header as the file spells it, for the warnings."""
    shape = PERSONS if person_list else FAMILY
    statement = PLAN.format(
        **shape,
        before=_collected(_changed, person_list=person_list, with_entry=True),
        local=_collected(_kept, person_list=person_list, with_entry=False),
        differs=_anything(),
        problems=_problems(),
    )
    parameters: dict[str, Any] = {"program": the_round.program, "round": the_round.pk, "person_list": person_list}
    parameters |= {f"title_{field}": titles.get(field, fields.LABELS[field]) for field in ("nik", "no_kk", "desa")}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.execute("CREATE INDEX ON bnba_plan (n)")
        cursor.execute("ANALYZE bnba_plan")


def _problems() -> str:
    """An array with one object for each condition that holds; most rows have none, so that test comes first."""
    parts = [
        f"CASE WHEN {condition} THEN jsonb_build_array(jsonb_build_object('column', %(title_{field})s::text, 'code',"
        f" '{code}', 'message', {message}, 'warning', {str(warning).lower()})) ELSE {NONE} END"
        for condition, field, code, message, warning in PROBLEMS
    ]
    anything = " OR ".join(f"({condition})" for condition, *_ in PROBLEMS)
    return f"CASE WHEN c.lead AND ({anything}) THEN {' || '.join(parts)} ELSE {NONE} END"


def _anything() -> str:
    """SQL: whether any filled cell of the row differs from what is present."""
    family, person, entry = (
        " OR ".join(f"({_differs(field)})" for field in own)
        for own in (fields.HOUSEHOLD, (fields.PERSON_NAME, *fields.MEMBER), fields.ENTRY)
    )
    return f"{family} OR (m.id IS NOT NULL AND ({person})) OR (r.id IS NOT NULL AND ({entry}))"


def _collected(rule: Callable[[Field, str], str], *, person_list: bool, with_entry: bool) -> str:
    """SQL: an object of the present values of the cells that `rule` picks."""
    shape = PERSONS if person_list else FAMILY
    pairs = []
    for field in fields.HOUSEHOLD:
        when = f"{shape['speaks']} AND" if person_list and field.name in ("nik", "name") else "p.lead AND"
        present, pick = field.present, f"({when} {rule(field, FAMILY_MEMORY)})"
        if person_list and field.name == "name":
            person = fields.PERSON_NAME
            own = f"(NOT {shape['speaks']} AND m.id IS NOT NULL AND {rule(person, PERSON_MEMORY)})"
            pairs.append(f"'name', CASE WHEN {pick} THEN h.name WHEN {own} THEN m.name END")
            continue
        pairs.append(f"'{field.name}', CASE WHEN {pick} THEN coalesce({present}, '') END")
    memory = (
        f"CASE WHEN {shape['speaks']} THEN {FAMILY_MEMORY} ELSE {PERSON_MEMORY} END" if person_list else FAMILY_MEMORY
    )
    for field in fields.MEMBER:
        pick = f"m.id IS NOT NULL AND {rule(field, memory)}"
        pairs.append(f"'{field.name}', CASE WHEN {pick} THEN coalesce({field.present}, '') END")
    for field in fields.ENTRY if with_entry else ():
        pick = f"p.lead AND r.id IS NOT NULL AND {_differs(field)}"
        pairs.append(f"'{field.name}', CASE WHEN {pick} THEN coalesce({field.present}, '') END")
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(pairs)}))"


def _differs(field: Field) -> str:
    return f"{field.staged} <> '' AND {field.staged} IS DISTINCT FROM {field.present}"


def _changed(field: Field, memory: str) -> str:
    return f"{_differs(field)} AND {field.staged} IS DISTINCT FROM (({memory})->>'{field.name}')"


def _kept(field: Field, memory: str) -> str:
    return f"{_differs(field)} AND {field.staged} = (({memory})->>'{field.name}')"
