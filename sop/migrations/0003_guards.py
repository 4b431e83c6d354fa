"""What must never happen is refused by the database itself (docs/adr/0003): QuerySet.update knows no machine."""

from django.db import migrations

IMMUTABLE = """
CREATE FUNCTION sop_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Definisi SOP dan catatan peristiwa tidak dapat diubah (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON sop_sopversion
    FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON sop_step
    FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON sop_event
    FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
"""

# The arrows of sop/transitions.py. A step waits for the steps before it, moves only while its cycle runs, and is done
# only when its kecamatan are; what was submitted is decided by another person than the one who submitted it.
MACHINES = """
CREATE FUNCTION sop_may_step(source text, target text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (source, target) IN (
        ('waiting', 'active'), ('waiting', 'skipped'),
        ('active', 'submitted'), ('active', 'done'), ('active', 'paused'), ('active', 'skipped'),
        ('returned', 'submitted'), ('returned', 'done'), ('returned', 'paused'), ('returned', 'skipped'),
        ('submitted', 'done'), ('submitted', 'returned'), ('submitted', 'skipped'),
        ('paused', 'active'), ('paused', 'skipped')
    )
$$;

CREATE FUNCTION sop_refuse(reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', reason USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION sop_guard_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sop_may_step(OLD.state, NEW.state) THEN
        PERFORM sop_refuse(format('Langkah tidak dapat berpindah dari %s ke %s.', OLD.state, NEW.state));
    END IF;
    IF OLD.state = 'submitted' AND NEW.state IN ('done', 'returned')
       AND (NEW.checked_by_id IS NULL OR NEW.checked_by_id = OLD.submitted_by_id) THEN
        PERFORM sop_refuse('Pemeriksa harus orang lain daripada yang mengajukan.');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sop_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM sop_cycle WHERE id = NEW.cycle_id) <> 'running' THEN
        PERFORM sop_refuse('Langkah hanya berpindah selama siklusnya berjalan.');
    END IF;
    IF OLD.state = 'waiting' AND NEW.state = 'skipped'
       AND NOT (SELECT candidates_only FROM sop_step WHERE id = NEW.step_id) THEN
        PERFORM sop_refuse('Hanya langkah calon peserta yang boleh ditutup sebelum gilirannya.');
    END IF;
    IF NEW.state = 'active' AND OLD.state = 'waiting' AND EXISTS (
        SELECT 1 FROM sop_step mine
          JOIN LATERAL jsonb_array_elements(mine.after) before(no) ON true
          JOIN sop_step theirs ON theirs.sop_id = mine.sop_id AND theirs.no = before.no::int
          JOIN sop_steprun run ON run.cycle_id = NEW.cycle_id AND run.step_id = theirs.id
         WHERE mine.id = NEW.step_id AND run.state NOT IN ('done', 'skipped')
    ) THEN
        PERFORM sop_refuse('Langkah sebelumnya belum selesai.');
    END IF;
    IF NEW.state IN ('done', 'skipped') AND EXISTS (
        SELECT 1 FROM sop_assignment WHERE step_run_id = NEW.id AND state NOT IN ('done', 'skipped')
    ) THEN
        PERFORM sop_refuse('Masih ada kecamatan yang belum selesai pada langkah ini.');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sop_guard_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT run.state <> 'active' OR cycle.state <> 'running' FROM sop_steprun run
          JOIN sop_cycle cycle ON cycle.id = run.cycle_id WHERE run.id = NEW.step_run_id) THEN
        PERFORM sop_refuse('Bagian kecamatan hanya berpindah selama langkahnya berjalan.');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_1_move BEFORE UPDATE OF state ON sop_steprun
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION sop_guard_move();
CREATE TRIGGER guard_2_step BEFORE UPDATE OF state ON sop_steprun
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION sop_guard_step();
CREATE TRIGGER guard_1_move BEFORE UPDATE OF state ON sop_assignment
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION sop_guard_move();
CREATE TRIGGER guard_2_share BEFORE UPDATE OF state ON sop_assignment
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION sop_guard_share();

CREATE FUNCTION sop_guard_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('prepared', 'running'), ('prepared', 'stopped'), ('running', 'finished'), ('running', 'stopped')
    ) THEN
        PERFORM sop_refuse(format('Siklus tidak dapat berpindah dari %s ke %s.', OLD.state, NEW.state));
    END IF;
    IF NEW.state = 'finished' AND EXISTS (
        SELECT 1 FROM sop_steprun WHERE cycle_id = NEW.id AND state NOT IN ('done', 'skipped')
    ) THEN
        PERFORM sop_refuse('Siklus belum selesai: masih ada langkah yang terbuka.');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_move BEFORE UPDATE OF state ON sop_cycle
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION sop_guard_cycle();

CREATE FUNCTION sop_guard_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> TG_ARGV[0] THEN
        PERFORM sop_refuse(format('Tidak dapat dibuat langsung berstatus %s.', NEW.state));
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_birth BEFORE INSERT ON sop_cycle FOR EACH ROW EXECUTE FUNCTION sop_guard_birth('prepared');
CREATE TRIGGER guard_birth BEFORE INSERT ON sop_steprun FOR EACH ROW EXECUTE FUNCTION sop_guard_birth('waiting');
"""

UNDO = """
DROP FUNCTION sop_guard_birth() CASCADE;
DROP FUNCTION sop_guard_cycle() CASCADE;
DROP FUNCTION sop_guard_share() CASCADE;
DROP FUNCTION sop_guard_step() CASCADE;
DROP FUNCTION sop_guard_move() CASCADE;
DROP FUNCTION sop_refuse(text) CASCADE;
DROP FUNCTION sop_may_step(text, text) CASCADE;
DROP FUNCTION sop_refuse_change() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("sop", "0002_checkers_and_references")]

    operations = [migrations.RunSQL(IMMUTABLE + MACHINES, UNDO)]
