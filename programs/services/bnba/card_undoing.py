"""Taking a card list back, while nothing has happened to its cards: each has only the event of its receipt."""

from typing import Any

from django.db import connection

from pkh_sembako.lib.identity import mask
from pkh_sembako.lib.numbers import thousands
from programs.enums import KksState
from programs.models import BnbaFile, Kks
from programs.services.bnba import history
from programs.services.bnba.history import Stamp, reason_of
from programs.services.kks import door

LOG = history.log(Kks)
# Cards that the file made or changed, and for each the newest row of its history before that.
MARKED = f"""
    SELECT id, min(history_id) AS first, bool_or(history_type = '+') AS made FROM {LOG}
    WHERE history_date = %(applied)s AND history_change_reason = %(applied_as)s GROUP BY id
"""
BEFORE = f"""
    SELECT DISTINCT ON (old.id) old.* FROM {LOG} old JOIN ({MARKED}) mark ON mark.id = old.id AND NOT mark.made
    WHERE old.history_id < mark.first ORDER BY old.id, old.history_id DESC
"""
FOUND = f"""
    WITH mark AS ({MARKED}), later AS (
        SELECT k.id, 'menggantikan kartu lama yang sudah dicabut' AS what
        FROM mark JOIN programs_kks k USING (id) JOIN programs_kks old ON old.replaced_by_id = k.id WHERE mark.made
        UNION SELECT k.id, 'sudah bergerak sesudah diterima; keadaannya sekarang: ' || k.state
        FROM mark JOIN programs_kks k USING (id)
        WHERE EXISTS (SELECT 1 FROM programs_kksevent e WHERE e.card_id = k.id AND e.number > 1
                      AND (mark.made OR e.recorded_at > %(applied)s))
        UNION SELECT mark.id, 'diubah sesudahnya' FROM mark JOIN {LOG} o ON o.id = mark.id
        WHERE o.history_date > %(applied)s
          AND NOT EXISTS (SELECT 1 FROM programs_bnbafile f WHERE o.history_date = f.taken_back_at)
          AND NOT EXISTS (SELECT 1 FROM programs_bnbafile f WHERE o.history_date = f.applied_at
                          AND f.taken_back_at IS NOT NULL)
    )
    SELECT l.what, l.cards, k.number, h.name, d.name
    FROM (SELECT what, count(*) AS cards, min(id) AS id FROM later GROUP BY what) l
    JOIN programs_kks k ON k.id = l.id JOIN programs_household h ON h.id = k.household_id
    JOIN office_desa d ON d.code = h.desa_id ORDER BY l.cards DESC, l.what
"""
RESTORED = ("account", "branch", "bank", "serves_pkh", "serves_sembako", "tahap", "nominal", "imported")


def obstacles(file: BnbaFile) -> list[str]:
    """Sentences on what happened to cards of the file since; empty when it may be taken back."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, _marks(file))
        return [_sentence(*row) for row in cursor.fetchall()]


def _marks(file: BnbaFile) -> dict[str, Any]:
    return {"applied": file.applied_at, "applied_as": reason_of(file)}


def _sentence(what: str, cards: int, number: str, name: str, desa: str) -> str:
    words, _, state = what.partition(": ")
    what = f"{words}: {KksState(state).label.lower()}" if state else words
    others = f" dan {thousands(cards - 1)} kartu lain" if cards > 1 else ""
    return f"Kartu {mask(number)} milik {name} ({desa}){others} {what}."


def undo(file: BnbaFile, stamp: Stamp) -> None:
    """Delete the cards that the file made, with their receipts; the others say again what they said."""
    marks = _marks(file)
    made = f"SELECT id FROM ({MARKED}) mark WHERE made"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({MARKED}) mark", marks)
        door.hold([pk for (pk,) in cursor])
        cursor.execute(f"DELETE FROM programs_kksevent WHERE card_id IN ({made})", marks)
    history.write(Kks, "-", f"DELETE FROM programs_kks WHERE id IN ({made})", stamp, **marks)
    assigned = ", ".join(f'"{column}" = b."{column}"' for column in RESTORED)
    now, then = (", ".join(f'{alias}."{column}"' for column in RESTORED) for alias in "tb")
    statement = f"""
        UPDATE programs_kks t SET {assigned} FROM ({BEFORE}) b
        WHERE b.id = t.id AND ({now}) IS DISTINCT FROM ({then})
    """
    history.write(Kks, "~", statement, stamp, alias="t", **marks)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
