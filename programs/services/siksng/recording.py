"""Every accepted change becomes something to type into SIKS-NG: one statement for one family as for a whole Round.

A value that is changed again before it was typed is typed once: the earlier change ends as "digantikan", the later
one keeps what SIKS-NG still has as its old value; changed back, nothing is left to type.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from pkh_sembako.accounts.models import User
from programs.enums import EnrollmentStatus, ExitReason, Outcome
from programs.models import Determination, Enrollment, Household, Member
from programs.models.siksng import SiksKind
from programs.queries.siksng_fields import GONE, KINDS
from programs.transitions import Move

S = EnrollmentStatus
# A first activation follows from the list of the ministry itself; these it does not know.
TOLD = {S.SUSPENDED, S.LEFT, S.GRADUATED, S.NOT_ELIGIBLE, S.CANDIDATE}
BACK_FROM = (S.SUSPENDED, S.LEFT)
FAMILY = ("nik", "no_kk", "name", "desa", "alamat", "dusun", "rt", "rw", "phone")
PERSON = {"nik": "nik", "name": "name", "sex": "sex", "birth_date": "birth_date", "relation": "relation"}

FRESH = """
    DROP TABLE IF EXISTS pg_temp.siks_fresh;
    CREATE TEMP TABLE siks_fresh (household_id bigint, member_key bigint, about text, nik text, program text,
        field text, kind text, old jsonb, new jsonb, reason text, round_id bigint, replaces bigint) ON COMMIT DROP
"""
GIVEN = """
    INSERT INTO siks_fresh (household_id, member_key, about, nik, program, field, kind, old, new, reason)
    SELECT * FROM jsonb_to_recordset(%s) AS given (household_id bigint, member_key bigint, about text, nik text,
        program text, field text, kind text, old jsonb, new jsonb, reason text)
"""
# Compared with what stands now, not with what the kroscek saw: a corrected Berita Acara applies its proposals again.
PROPOSED = """
    INSERT INTO siks_fresh (household_id, member_key, about, nik, program, field, kind, old, new, reason, round_id)
    SELECT h.id, coalesce(m.id, 0), coalesce(m.name, h.name), coalesce(m.nik, h.nik), '', f.field,
        %(kinds)s::jsonb ->> f.field, present.value, p.new, left(%(reason)s, 200), r.round_id
    FROM programs_proposal p JOIN programs_kroscekresult k ON k.entry_id = p.result_id
    JOIN programs_roundentry r ON r.id = k.entry_id JOIN programs_enrollment e ON e.id = r.enrollment_id
    JOIN programs_household h ON h.id = e.household_id LEFT JOIN programs_member m ON m.id = p.member_id
    CROSS JOIN LATERAL (SELECT CASE p.field WHEN 'desa_id' THEN 'desa' ELSE p.field END AS field) f
    CROSS JOIN LATERAL (
        SELECT CASE WHEN p.member_id IS NULL THEN to_jsonb(h) -> p.field ELSE m.components END AS value) present
    WHERE r.round_id = %(round)s AND k.outcome = %(changed)s AND present.value IS DISTINCT FROM p.new
"""
MOVED = """
    INSERT INTO siks_fresh (household_id, member_key, about, nik, program, field, kind, old, new, reason, round_id)
    SELECT h.id, 0, h.name, h.nik, e.program, 'status', 'kepesertaan', to_jsonb(e.status), to_jsonb(%(target)s::text),
        left(concat_ws('; ', coalesce(%(exits)s::jsonb ->> k.exit_reason, %(results)s::jsonb ->> d.outcome),
            nullif(k.note, ''), %(reason)s::text), 200), r.round_id
    FROM programs_determinedrow d JOIN programs_roundentry r ON r.id = d.entry_id
    JOIN programs_kroscekresult k ON k.entry_id = r.id JOIN programs_enrollment e ON e.id = r.enrollment_id
    JOIN programs_household h ON h.id = e.household_id
    WHERE d.determination_id = %(determination)s AND d.outcome = ANY(%(outcomes)s) AND e.status = ANY(%(sources)s)
"""
CHAIN = """
    UPDATE siks_fresh f SET old = c.old, nik = c.nik, replaces = c.id,
        kind = CASE WHEN c.kind = 'anggota' THEN c.kind ELSE f.kind END FROM programs_sikschange c
    WHERE c.is_open AND (c.household_id, c.member_key, c.program, c.field)
        = (f.household_id, f.member_key, f.program, f.field)
"""
# Who was added and taken off again before anybody typed it needs no typing at all.
TAKEN_OFF = """
    INSERT INTO siks_fresh (household_id, member_key, about, nik, program, field, kind, old, new, reason, replaces)
    SELECT c.household_id, c.member_key, c.about, c.nik, c.program, c.field, c.kind, c.old, c.old, '', c.id
    FROM programs_sikschange c JOIN siks_fresh f ON (f.household_id, f.member_key) = (c.household_id, c.member_key)
    WHERE f.field = 'anggota' AND c.is_open AND c.field <> 'anggota'
"""
NEVER_THERE = """
    DELETE FROM siks_fresh f WHERE f.field = 'anggota' AND EXISTS (SELECT 1 FROM siks_fresh x
        WHERE x.member_key = f.member_key AND x.field = 'name' AND x.kind = 'anggota')
"""
REPLACE = """
    INSERT INTO programs_siksact (change_id, verdict, by_id, at, note)
    SELECT replaces, 'replaced', %(by)s, %(at)s, '' FROM siks_fresh WHERE replaces IS NOT NULL ORDER BY replaces
"""
WRITE = """
    INSERT INTO programs_sikschange (household_id, member_key, about, nik, program, field, kind, old, new, reason,
        round_id, by_id, at, is_open)
    SELECT household_id, member_key, about, nik, program, field, kind, old, new, reason, round_id, %(by)s, %(at)s, true
    FROM siks_fresh WHERE old <> new ORDER BY household_id, member_key, field
"""


def family_edited(household: Household, values: Mapping[str, Any], *, by: User, reason: str) -> None:
    """Call before `values` (field -> new value) are put into `household`."""
    told = [name for name in FAMILY if name in values]
    _given([_row(household, name, _plain(getattr(household, name)), values[name]) for name in told], by, reason)


def snapshot(member: Member | None) -> dict[str, Any]:
    """The member as SIKS-NG should have it; {} for a new one."""
    if member is None:
        return {}
    return {name: _plain(getattr(member, name)) for name in PERSON} | {"komponen": list(member.components)}


def member_edited(member: Member, before: Mapping[str, Any], *, by: User) -> None:
    """Call after the member was saved; `before` is its `snapshot`. Name and NIK of the pengurus are the family's."""
    after = snapshot(member)
    names = [name for name in after if not (member.is_pengurus and name in ("nik", "name"))]
    rows = [
        _row(member.household, name, before.get(name, "" if name != "komponen" else []), after[name], member)
        | {"nik": before.get("nik", member.nik)}
        | ({} if before else {"kind": str(SiksKind.MEMBER)})
        for name in names
    ]
    _given(rows, by, "Pemutakhiran anggota keluarga" if before else "Anggota baru")


def member_removed(member: Member, *, by: User, reason: str) -> None:
    """Call before the member is deleted."""
    _given([_row(member.household, GONE, member.name, "", member)], by, reason)


def moved(enrollment: Enrollment, target: str, *, by: User, reason: str) -> None:
    """Call before the enrollment moves to `target`; what SIKS-NG knows by its own lists is left out."""
    if target in TOLD or (target == S.ACTIVE and enrollment.status in BACK_FROM):
        row = _row(enrollment.household, "status", enrollment.status, target)
        _given([row | {"program": enrollment.program}], by, reason)


def determined(determination: Determination, moves: Iterable[tuple[Move, list[str]]], *, by: User, reason: str) -> None:
    """Call before proposals are applied and enrollments move; `moves` are (move, its outcomes). Set-wise."""
    marks: dict[str, Any] = {
        "determination": determination.pk,
        "round": determination.ba.round_id,
        "changed": Outcome.CHANGED.value,
        "kinds": json.dumps(KINDS),
        "reason": reason,
        "exits": json.dumps(dict(ExitReason.choices)),
        "results": json.dumps(dict(Outcome.choices)),
    }
    with connection.cursor() as cursor:
        cursor.execute(FRESH)
        cursor.execute(PROPOSED, marks)
        for move, outcomes in moves:
            sources = [s.value for s in move.sources if move.target in TOLD or s in BACK_FROM]
            target = {"target": move.target.value, "outcomes": outcomes, "sources": sources}
            cursor.execute(MOVED, marks | target)
    _put(by)


def _row(household: Household, field: str, old: Any, new: Any, member: Member | None = None) -> dict[str, Any]:
    person: Household | Member = member or household
    return {
        "household_id": household.pk,
        "member_key": member.pk if member else 0,
        "about": person.name,
        "nik": person.nik,
        "program": "",
        "field": field,
        "kind": KINDS[field],
        "old": old,
        "new": _plain(new),
    }


def _plain(value: Any) -> Any:
    """As JSON keeps it; nothing is an empty text."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else ("" if value is None else str(value))


def _given(rows: list[dict[str, Any]], by: User, reason: str) -> None:
    rows = [row | {"reason": reason[:200]} for row in rows if row["old"] != row["new"]]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(FRESH)
        cursor.execute(GIVEN, [json.dumps(rows)])
    _put(by)


def _put(by: User) -> None:
    """Chain to what is still open, close that, write what is left."""
    marks: dict[str, Any] = {"by": by.pk, "at": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(CHAIN)
        cursor.execute(TAKEN_OFF)
        cursor.execute(NEVER_THERE)
        cursor.execute(REPLACE, marks)
        cursor.execute(WRITE, marks)
