"""Carrying out the plan of a card list: new cards with their first event, changed ones with history, old ones replaced.

A card list makes no enrollment: a Sembako family becomes active by a payment list or when its card is handed over.
"""

from typing import Any

from django.db import connection

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from programs.enums import KksState
from programs.models import BnbaFile, Kks, KksEvent
from programs.services import planner
from programs.services.bnba import fields, history
from programs.services.bnba.card_plan import COMPARED, FIELDS
from programs.services.bnba.history import Stamp
from programs.services.bnba.state import Say
from programs.services.kks import door

IDS = """
    WITH fresh AS (SELECT n, nextval(%s) AS id FROM bnba_plan WHERE new_card ORDER BY n)
    UPDATE bnba_plan p SET card_id = f.id FROM fresh f WHERE f.n = p.n
"""
CELLS = fields.as_json(FIELDS)
REMEMBERED = f"CASE WHEN k.round_id = %(round)s THEN {CELLS} ELSE {fields.as_json(COMPARED)} END"
# JENIS BANSOS, else the program of the command.
NEW = f"""
    INSERT INTO programs_kks (id, household_id, number, account, bank, branch, serves_pkh, serves_sembako, round_id,
        desa_id, tahap, nominal, imported, file_id, state, slot_id, replaced_by_id, received_at)
    SELECT p.card_id, p.household_id, s.kks, s.account, s.bank, s.branch,
        coalesce(nullif(s.serves, ''), upper(%(program)s)) LIKE '%%PKH%%',
        coalesce(nullif(s.serves, ''), upper(%(program)s)) LIKE '%%SEMBAKO%%',
        %(round)s, p.desa_id, s.tahap, s.nominal, {CELLS}, %(file)s, %(state)s, NULL, NULL, %(at)s
    FROM bnba_plan p JOIN bnba_staged s USING (n) WHERE p.new_card ORDER BY p.n
"""
CHANGED = f"""
    UPDATE programs_kks k SET imported = k.imported || {REMEMBERED},
        account = CASE WHEN p.before ? 'account' THEN s.account ELSE k.account END,
        branch = CASE WHEN p.before ? 'branch' THEN s.branch ELSE k.branch END,
        bank = CASE WHEN p.before ? 'bank' THEN s.bank ELSE k.bank END,
        serves_pkh = CASE WHEN p.before ? 'serves' THEN s.serves LIKE '%%PKH%%' ELSE k.serves_pkh END,
        serves_sembako = CASE WHEN p.before ? 'serves' THEN s.serves LIKE '%%SEMBAKO%%' ELSE k.serves_sembako END,
        tahap = CASE WHEN p.before ? 'tahap' THEN s.tahap ELSE k.tahap END,
        nominal = CASE WHEN p.before ? 'nominal' THEN s.nominal ELSE k.nominal END
    FROM bnba_plan p JOIN bnba_staged s USING (n)
    WHERE k.id = p.card_id AND NOT p.new_card AND p.verdict <> 'refused'
      AND (p.before <> '{{}}' OR NOT k.imported @> {REMEMBERED})
"""
TOUCHED = """
    SELECT card_id FROM bnba_plan WHERE NOT new_card AND verdict <> 'refused'
    UNION SELECT old_id FROM bnba_plan WHERE old_id IS NOT NULL
"""
KNOWN = "SELECT p.card_id FROM bnba_plan p WHERE NOT p.new_card AND p.verdict <> 'refused'"


def write(file: BnbaFile, stamp: Stamp, *, by: User, replaces: bool, say: Say) -> None:
    """Write bnba_plan into the cards; DomainError when the list should replace the one so far."""
    if replaces:
        raise DomainError(
            "Daftar kartu tidak menggantikan daftar sebelumnya. Kartu yang tidak ada lagi dikembalikan ke bank satu "
            "per satu, dengan alasan dan bukti."
        )
    say("Menulis kartu", 0, 0)
    door.hold(_touched())
    _draw_ids()
    door.replace_many(_replaced(), by=by)
    about: dict[str, Any] = {
        "round": file.round_id,
        "file": file.pk,
        "program": file.round.program,
        "state": str(KksState.RECEIVED),
    }
    history.write(Kks, "+", NEW, stamp, **about)
    door.receipts(Kks.objects.filter(file=file), by=by)
    history.write(Kks, "~", CHANGED, stamp, alias="k", about=KNOWN, round=file.round_id)
    planner.refresh(Kks, KksEvent, written=file.counts["new"])


def _touched() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        return [pk for (pk,) in cursor]


def _draw_ids() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('programs_kks', 'id')")
        cursor.execute(IDS, [cursor.fetchone()[0]])


def _replaced() -> dict[int, int]:
    """Old card -> new card."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT old_id, card_id FROM bnba_plan WHERE old_id IS NOT NULL")
        return dict(cursor.fetchall())
