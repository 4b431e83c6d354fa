"""What must never happen is refused by the database itself (docs/adr/0003).

Row-level triggers bind the owner too. There is no TRUNCATE trigger: the tests flush.
"""

from django.db import migrations

FROZEN = """
CREATE FUNCTION programs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Yang sudah ditetapkan atau ditandatangani tidak dapat diubah (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON programs_determination
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON programs_determinedrow
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON programs_baact
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON programs_beritaacara
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""

# A revision may only be closed, once; what it says stays as drafted.
REVISION = """
CREATE FUNCTION programs_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'in_chain'
       OR (to_jsonb(NEW) - 'state') <> (to_jsonb(OLD) - 'state') THEN
        RAISE EXCEPTION 'Revisi Berita Acara yang sudah disusun tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON programs_barevision
    FOR EACH ROW EXECUTE FUNCTION programs_guard_revision();
"""

# A kecamatan that was handed in is closed: no result of it is added, changed or removed.
LOCK = """
CREATE FUNCTION programs_guard_kroscek() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry_ids bigint[];
BEGIN
    IF TG_TABLE_NAME = 'programs_proposal' THEN
        IF TG_OP <> 'INSERT' THEN entry_ids := entry_ids || OLD.result_id; END IF;
        IF TG_OP <> 'DELETE' THEN entry_ids := entry_ids || NEW.result_id; END IF;
    ELSE
        IF TG_OP <> 'INSERT' THEN entry_ids := entry_ids || OLD.entry_id; END IF;
        IF TG_OP <> 'DELETE' THEN entry_ids := entry_ids || NEW.entry_id; END IF;
    END IF;
    -- Waits for a submission under way, so that no result slips in beside it.
    PERFORM pg_advisory_xact_lock_shared(e.round_id::int, hashtext(e.kecamatan_id))
        FROM programs_roundentry e WHERE e.id = ANY(entry_ids);
    PERFORM 1 FROM programs_roundentry e JOIN programs_krosceksubmission s
        ON s.round_id = e.round_id AND s.kecamatan_id = e.kecamatan_id AND s.returned_at IS NULL
        WHERE e.id = ANY(entry_ids);
    IF FOUND THEN
        RAISE EXCEPTION 'Kroscek kecamatan ini sudah dikirim dan terkunci.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION programs_lock_kecamatan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(NEW.round_id::int, hashtext(NEW.kecamatan_id));
    RETURN NEW;
END $$;

CREATE TRIGGER waits BEFORE INSERT ON programs_krosceksubmission
    FOR EACH ROW EXECUTE FUNCTION programs_lock_kecamatan();
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON programs_kroscekresult
    FOR EACH ROW EXECUTE FUNCTION programs_guard_kroscek();
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON programs_proposal
    FOR EACH ROW EXECUTE FUNCTION programs_guard_kroscek();
"""

# Nobody decides what they made: not the drafter of any revision, not who recorded a result, not who handed in a kecamatan.
CHAIN = """
CREATE FUNCTION programs_guard_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_round bigint;
    refusal text;
BEGIN
    SELECT round_id INTO the_round FROM programs_beritaacara WHERE id = NEW.ba_id;
    PERFORM 1 FROM programs_barevision
        WHERE ba_id = NEW.ba_id AND revision = NEW.revision AND state = 'in_chain' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Revisi ini tidak sedang menunggu paraf.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.link = 0 THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM programs_baact WHERE ba_id = NEW.ba_id AND revision = NEW.revision
                   AND link = NEW.link - 1 AND verdict IN ('draft', 'approve')) THEN
        RAISE EXCEPTION 'Paraf sebelumnya belum lengkap.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM programs_baact a JOIN programs_beritaacara b ON b.id = a.ba_id
                     WHERE b.round_id = the_round AND a.link = 0 AND a.person_id = NEW.person_id)
            THEN 'menyusun Berita Acara ini'
        WHEN EXISTS (SELECT 1 FROM programs_krosceksubmission
                     WHERE round_id = the_round AND NEW.person_id IN (submitted_by_id))
            THEN 'mengirim kroscek sebuah kecamatan pada tahap ini'
        WHEN EXISTS (SELECT 1 FROM programs_historicalkroscekresult h JOIN programs_roundentry e ON e.id = h.entry_id
                     WHERE e.round_id = the_round AND h.by_id = NEW.person_id)
          OR EXISTS (SELECT 1 FROM programs_kroscekresult k JOIN programs_roundentry e ON e.id = k.entry_id
                     WHERE e.round_id = the_round AND k.by_id = NEW.person_id)
            THEN 'mencatat hasil kroscek pada tahap ini'
        END INTO refusal;
    IF refusal IS NOT NULL THEN
        RAISE EXCEPTION 'Anda tidak dapat memberi persetujuan karena Anda %.', refusal
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER four_eyes BEFORE INSERT ON programs_baact
    FOR EACH ROW EXECUTE FUNCTION programs_guard_act();
"""

# The moves of programs.transitions.ENROLLMENT_MOVES; a test compares the two.
ENROLLMENT = """
CREATE FUNCTION programs_guard_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN (
        'candidate>validated',
        'candidate>active', 'validated>active', 'suspended>active', 'left>active',
        'candidate>suspended', 'validated>suspended', 'active>suspended',
        'candidate>left', 'validated>left', 'active>left', 'suspended>left',
        'active>graduated', 'suspended>graduated',
        'candidate>not_eligible', 'validated>not_eligible',
        'not_eligible>candidate', 'left>candidate'
    ) THEN
        RAISE EXCEPTION 'Status kepesertaan tidak dapat berpindah dari % ke %.', OLD.status, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER moves BEFORE UPDATE OF status ON programs_enrollment
    FOR EACH ROW EXECUTE FUNCTION programs_guard_enrollment();
"""

UNDO = """
DROP FUNCTION programs_refuse_change() CASCADE;
DROP FUNCTION programs_guard_revision() CASCADE;
DROP FUNCTION programs_guard_kroscek() CASCADE;
DROP FUNCTION programs_lock_kecamatan() CASCADE;
DROP FUNCTION programs_guard_act() CASCADE;
DROP FUNCTION programs_guard_enrollment() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [
        migrations.RunSQL(FROZEN + REVISION + LOCK + CHAIN + ENROLLMENT, UNDO),
    ]
