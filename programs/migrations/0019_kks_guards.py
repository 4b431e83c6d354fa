"""A card moves only with an event that tells of it, twice is refused, and the totals of each desa always add up.

The pairs are those of programs.transitions.KKS_MOVES; a test compares the two.
"""

from django.db import migrations

MOVES = """
CREATE FUNCTION programs_kks_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (from_state || '>' || to_state) IN (
        'received>scheduled',
        'failed>rescheduled',
        'scheduled>received', 'invited>received', 'rescheduled>received',
        'scheduled>invited', 'rescheduled>invited',
        'received>handed_over', 'scheduled>handed_over', 'invited>handed_over', 'rescheduled>handed_over',
        'failed>handed_over',
        'received>failed', 'scheduled>failed', 'invited>failed', 'rescheduled>failed',
        'handed_over>received',
        'received>returned', 'scheduled>returned', 'invited>returned', 'rescheduled>returned', 'failed>returned',
        'damaged>returned', 'blocked>returned', 'not_activated>returned', 'lost>returned',
        'received>lost', 'scheduled>lost', 'invited>lost', 'rescheduled>lost', 'failed>lost', 'handed_over>lost',
        'not_activated>lost', 'blocked>lost', 'damaged>lost',
        'received>damaged', 'scheduled>damaged', 'invited>damaged', 'rescheduled>damaged', 'failed>damaged',
        'handed_over>damaged', 'not_activated>damaged', 'blocked>damaged',
        'handed_over>not_activated',
        'handed_over>blocked', 'not_activated>blocked',
        'not_activated>handed_over', 'blocked>handed_over',
        'lost>replaced', 'damaged>replaced', 'blocked>replaced', 'not_activated>replaced', 'returned>replaced'
    )
$$;

CREATE FUNCTION programs_guard_kks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT programs_kks_may_move(OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'Kartu tidak dapat berpindah dari % ke %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE UPDATE OF state ON programs_kks
    FOR EACH ROW EXECUTE FUNCTION programs_guard_kks();
"""

# The events of a card form one line: each begins where the one before ended.
EVENTS = """
CREATE FUNCTION programs_guard_kks_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_state text;
BEGIN
    IF NEW.number = 1 THEN
        IF NEW.move <> 'receive' OR NEW.from_state <> '' OR NEW.to_state <> 'received' THEN
            RAISE EXCEPTION 'Riwayat kartu dimulai dengan diterimanya kartu dari bank.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT to_state INTO last_state FROM programs_kksevent WHERE card_id = NEW.card_id AND number = NEW.number - 1;
    IF last_state IS DISTINCT FROM NEW.from_state OR NOT programs_kks_may_move(NEW.from_state, NEW.to_state) THEN
        RAISE EXCEPTION 'Kartu ini tidak dapat berpindah dari % ke %: keadaannya sekarang %.',
            NEW.from_state, NEW.to_state, COALESCE(last_state, 'belum diterima')
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_line BEFORE INSERT ON programs_kksevent
    FOR EACH ROW EXECUTE FUNCTION programs_guard_kks_event();

-- Only the receipt of a card that nothing has happened to goes away, with a list that is taken back.
CREATE FUNCTION programs_keep_kks_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR OLD.number <> 1
       OR EXISTS (SELECT 1 FROM programs_kksevent WHERE card_id = OLD.card_id AND number > 1) THEN
        RAISE EXCEPTION 'Riwayat kartu tidak dapat diubah atau dihapus.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON programs_kksevent
    FOR EACH ROW EXECUTE FUNCTION programs_keep_kks_event();

CREATE FUNCTION programs_kks_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_card bigint := CASE WHEN TG_TABLE_NAME = 'programs_kks' THEN (to_jsonb(NEW)->>'id')::bigint
                            ELSE (to_jsonb(NEW)->>'card_id')::bigint END;
    its_state text;
    told text;
BEGIN
    SELECT state INTO its_state FROM programs_kks WHERE id = the_card;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT to_state INTO told FROM programs_kksevent WHERE card_id = the_card ORDER BY number DESC LIMIT 1;
    IF told IS DISTINCT FROM its_state THEN
        RAISE EXCEPTION 'Keadaan kartu (%) tidak sama dengan riwayatnya (%).', its_state, COALESCE(told, 'kosong')
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OF state ON programs_kks
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION programs_kks_is_told();
CREATE CONSTRAINT TRIGGER told AFTER INSERT ON programs_kksevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION programs_kks_is_told();
"""

def tally(operation: str, rows: str) -> str:
    """Of one operation, for the transition tables differ. One statement over 50,000 cards touches each desa's tally
    once; they are locked in the order of their keys, so that two such statements never wait for each other in a circle.
    """
    return f"""
CREATE FUNCTION programs_tally_kks_{operation}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programs_kkstally (round_id, desa_id, received, handed_over, to_do, returned, lost, replaced)
    SELECT DISTINCT round_id, desa_id, 0, 0, 0, 0, 0, 0 FROM ({rows}) moved ORDER BY round_id, desa_id
    ON CONFLICT (round_id, desa_id) DO NOTHING;
    PERFORM 1 FROM programs_kkstally t WHERE (t.round_id, t.desa_id) IN (SELECT round_id, desa_id FROM ({rows}) moved)
        ORDER BY t.round_id, t.desa_id FOR UPDATE;
    UPDATE programs_kkstally t SET
        received = t.received + m.received, handed_over = t.handed_over + m.handed_over, to_do = t.to_do + m.to_do,
        returned = t.returned + m.returned, lost = t.lost + m.lost, replaced = t.replaced + m.replaced
    FROM (
        SELECT round_id, desa_id, sum(d) AS received,
            coalesce(sum(d) FILTER (WHERE state IN ('handed_over', 'not_activated', 'blocked')), 0) AS handed_over,
            coalesce(sum(d) FILTER (WHERE state IN
                ('received', 'scheduled', 'invited', 'failed', 'rescheduled', 'damaged')), 0) AS to_do,
            coalesce(sum(d) FILTER (WHERE state = 'returned'), 0) AS returned,
            coalesce(sum(d) FILTER (WHERE state = 'lost'), 0) AS lost,
            coalesce(sum(d) FILTER (WHERE state = 'replaced'), 0) AS replaced
        FROM ({rows}) moved GROUP BY round_id, desa_id
    ) m
    WHERE t.round_id = m.round_id AND t.desa_id = m.desa_id;
    RETURN NULL;
END $$;
"""


FRESH = "SELECT round_id, desa_id, state, 1 AS d FROM fresh"
STALE = "SELECT round_id, desa_id, state, -1 AS d FROM stale"
TALLIES = (
    tally("insert", FRESH)
    + tally("delete", STALE)
    + tally("update", f"{FRESH} UNION ALL {STALE}")
    + """
CREATE TRIGGER tally_insert AFTER INSERT ON programs_kks REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION programs_tally_kks_insert();
CREATE TRIGGER tally_delete AFTER DELETE ON programs_kks REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION programs_tally_kks_delete();
CREATE TRIGGER tally_update AFTER UPDATE ON programs_kks REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION programs_tally_kks_update();
"""
)

UNDO = """
DROP FUNCTION programs_kks_may_move(text, text) CASCADE;
DROP FUNCTION programs_guard_kks() CASCADE;
DROP FUNCTION programs_guard_kks_event() CASCADE;
DROP FUNCTION programs_keep_kks_event() CASCADE;
DROP FUNCTION programs_kks_is_told() CASCADE;
DROP FUNCTION programs_tally_kks_insert() CASCADE;
DROP FUNCTION programs_tally_kks_delete() CASCADE;
DROP FUNCTION programs_tally_kks_update() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0018_kks")]

    operations = [migrations.RunSQL(MOVES + EVENTS + TALLIES, UNDO)]
