"""Taking a file back: all of it or nothing, while nobody has built on it.

What the file did stands in the history tables, marked with its moment and reason; the row before each mark is the value
to restore. Entries of the list have no history: what they said stands in BnbaRow.before and BnbaFile.removed.
"""

import json
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from programs.enums import FileState
from programs.models import BnbaFile, Enrollment, Household, Member
from programs.services.bnba import card_undoing, fields, guards, history, obstacles, state
from programs.services.bnba.history import Stamp, reason_of

RESTORED: dict[type[models.Model], list[Any]] = {
    Household: [f.column for f in Household._meta.concrete_fields
                if f.name not in ("id", "version", "created_at", "updated_at")],
    Member: [f.column for f in Member._meta.concrete_fields if f.name not in ("id", "household")],
    Enrollment: ["imported"],
}  # fmt: skip
# Rows this file wrote, and for each the newest row of its history before that.
MARKED = """
    SELECT id, min(history_id) AS first, bool_or(history_type = '+') AS made FROM {log}
    WHERE history_date = %(applied)s AND history_change_reason = %(applied_as)s GROUP BY id
"""
MADE = f"SELECT id FROM ({MARKED}) mark WHERE made"
BEFORE = f"""
    SELECT DISTINCT ON (old.id) old.* FROM {{log}} old JOIN ({MARKED}) mark ON mark.id = old.id AND NOT mark.made
    WHERE old.history_id < mark.first ORDER BY old.id, old.history_id DESC
"""


@transaction.atomic
def take_back(file: BnbaFile, *, by: User, reason: str) -> BnbaFile:
    """Undo everything the file did. Raises DomainError that names what stands in the way."""
    if not reason.strip():
        raise DomainError("Tulis alasan penarikan.")
    file = state.locked(file)
    if file.state == FileState.TAKEN_BACK:
        return file
    if file.state != FileState.APPLIED:
        raise DomainError("Hanya berkas yang sudah diterapkan yang dapat ditarik kembali.")
    guards.lock_registry()
    obstacles.refuse(file)
    undo = card_undoing.undo if file.of_cards else _undo
    stamp = Stamp(timezone.now(), f"Penarikan berkas BNBA #{file.pk}: {' '.join(reason.split())}", by.pk)
    try:
        with transaction.atomic():
            undo(file, stamp)
    except IntegrityError as error:
        what = "kartu" if file.of_cards else "keluarga"
        raise DomainError(
            f"Sebagian {what} berkas ini sudah dipakai data lain, jadi berkas tidak dapat ditarik. "
            "Tidak ada yang diubah."
        ) from error
    file.state, file.taken_back_at, file.taken_back_by = FileState.TAKEN_BACK, stamp.at, by
    file.taken_back_reason = reason.strip()[:300]
    file.save()
    return file


def _undo(file: BnbaFile, stamp: Stamp) -> None:
    _restore_entries(file)
    marks: dict[str, Any] = {"applied": file.applied_at, "applied_as": reason_of(file)}
    with connection.cursor() as cursor:
        made = MADE.format(log=history.log(Enrollment))
        cursor.execute(f"UPDATE programs_bnbarow SET enrollment_id = NULL WHERE enrollment_id IN ({made})", marks)
    for model in (Enrollment, Member, Household):
        made = MADE.format(log=history.log(model))
        history.write(model, "-", f"DELETE FROM {history.table(model)} WHERE id IN ({made})", stamp, **marks)
    # Two pengurus in one family are refused row by row: who steps down goes first.
    _restore(Member, stamp, marks, only="NOT b.is_pengurus")
    for model in (Member, Household, Enrollment):
        _restore(model, stamp, marks)
    _return_entries(file)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _restore(model: type[models.Model], stamp: Stamp, marks: dict, *, only: str = "true") -> None:
    columns = RESTORED[model]
    assigned = ", ".join(f'"{column}" = b."{column}"' for column in columns)
    if model is Household:
        assigned += ", version = t.version + 1, updated_at = %(at)s"
    now, then = (", ".join(f'{alias}."{column}"' for column in columns) for alias in "tb")
    statement = f"""
        UPDATE {history.table(model)} t SET {assigned} FROM ({BEFORE.format(log=history.log(model))}) b
        WHERE b.id = t.id AND {only} AND ({now}) IS DISTINCT FROM ({then})
    """
    history.write(model, "~", statement, stamp, alias="t", **marks)


def _restore_entries(file: BnbaFile) -> None:
    """Families the file put on the list leave it; entries it changed say again what they said."""
    names = ", ".join(f"'{field.name}'" for field in fields.ENTRY)
    columns = ", ".join(f"{field.column} = {_before(field)}" for field in fields.ENTRY)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_roundentry WHERE file_id = %s", [file.pk])
        cursor.execute(
            f"UPDATE programs_roundentry r SET {columns} FROM programs_bnbarow b WHERE b.file_id = %s"
            f" AND r.enrollment_id = b.enrollment_id AND r.round_id = %s AND b.before ?| array[{names}]",
            [file.pk, file.round_id],
        )


def _before(field: fields.Field) -> str:
    value = f"b.before->>'{field.name}'"
    if field.name == "nominal":
        value = f"nullif({value}, '')::bigint"
    if field.name == "counts":
        value = f"({value})::jsonb"
    return f"CASE WHEN b.before ? '{field.name}' THEN {value} ELSE r.{field.column} END"


def _return_entries(file: BnbaFile) -> None:
    """Families that moved are listed where they lived; families taken off the list return to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE programs_roundentry r SET desa_id = d.code, kecamatan_id = d.kecamatan_id FROM programs_bnbarow b"
            " JOIN office_desa d ON d.code = b.before->>'desa' WHERE b.file_id = %s AND b.before ? 'desa'"
            " AND r.enrollment_id = b.enrollment_id AND r.round_id = %s",
            [file.pk, file.round_id],
        )
        cursor.execute(
            "INSERT INTO programs_roundentry"
            " SELECT * FROM jsonb_populate_recordset(NULL::programs_roundentry, %s::jsonb)",
            [json.dumps(file.removed)],
        )
