"""A complaint moves only with an event that tells of it; what the citizen wrote stays; who is accused does nothing in it.

The pairs are those of complaints.transitions.COMPLAINT_MOVES; a test compares the two.
"""

from django.db import migrations

KEPT_FOREVER = ("complaints_complaintevent", "complaints_complaintterms", "complaints_accusation")
WITH_AN_ACTOR = (
    "complaints_complaintevent",
    "complaints_reply",
    "complaints_referral",
    "complaints_correction",
    "complaints_accusation",
)
WATCHED = (*WITH_AN_ACTOR, "complaints_complaintterms", "complaints_complaintfile")

MOVES = """
CREATE FUNCTION complaints_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Catatan pengaduan tidak dapat diubah atau dihapus (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION complaints_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (from_state || '>' || to_state) IN (
        'received>verified', 'received>rejected', 'received>merged',
        'verified>forwarded', 'verified>in_progress', 'verified>answered', 'verified>rejected', 'verified>merged',
        'forwarded>forwarded', 'forwarded>verified', 'forwarded>in_progress', 'forwarded>answered',
        'forwarded>merged',
        'in_progress>forwarded', 'in_progress>answered', 'in_progress>merged',
        'answered>closed', 'answered>reopened', 'closed>reopened',
        'reopened>forwarded', 'reopened>in_progress', 'reopened>answered', 'reopened>merged'
    )
$$;

CREATE FUNCTION complaints_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Pengaduan tidak dapat dihapus.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'received' THEN
            RAISE EXCEPTION 'Pengaduan dimulai dengan diterimanya laporan.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT complaints_may_move(OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'Pengaduan tidak dapat berpindah dari % ke %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.year, NEW.number, NEW.secret, NEW.story, NEW.intake, NEW.received_at, NEW.by_id)
        IS DISTINCT FROM (OLD.year, OLD.number, OLD.secret, OLD.story, OLD.intake, OLD.received_at, OLD.by_id)
        OR (OLD.disclosure = 'anonim' AND NEW.disclosure <> 'anonim') THEN
        RAISE EXCEPTION 'Yang ditulis pelapor tidak dapat diubah.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON complaints_complaint
    FOR EACH ROW EXECUTE FUNCTION complaints_guard();
"""

EVENTS = """
CREATE FUNCTION complaints_guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_state text;
BEGIN
    IF NEW.number = 1 THEN
        IF NEW.move <> 'receive' OR NEW.from_state <> '' OR NEW.to_state <> 'received' THEN
            RAISE EXCEPTION 'Riwayat pengaduan dimulai dengan diterimanya laporan.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT to_state INTO last_state FROM complaints_complaintevent
        WHERE complaint_id = NEW.complaint_id AND number = NEW.number - 1;
    IF last_state IS DISTINCT FROM NEW.from_state
       OR NOT (NEW.from_state = NEW.to_state OR complaints_may_move(NEW.from_state, NEW.to_state)) THEN
        RAISE EXCEPTION 'Pengaduan ini tidak dapat berpindah dari % ke %: keadaannya sekarang %.',
            NEW.from_state, NEW.to_state, COALESCE(last_state, 'belum diterima')
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_line BEFORE INSERT ON complaints_complaintevent
    FOR EACH ROW EXECUTE FUNCTION complaints_guard_event();

CREATE FUNCTION complaints_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_case bigint := CASE WHEN TG_TABLE_NAME = 'complaints_complaint' THEN (to_jsonb(NEW)->>'id')::bigint
                            ELSE (to_jsonb(NEW)->>'complaint_id')::bigint END;
    its_state text;
    told text;
BEGIN
    SELECT state INTO its_state FROM complaints_complaint WHERE id = the_case;
    SELECT to_state INTO told FROM complaints_complaintevent WHERE complaint_id = the_case
        ORDER BY number DESC LIMIT 1;
    IF told IS DISTINCT FROM its_state THEN
        RAISE EXCEPTION 'Keadaan pengaduan (%) tidak sama dengan riwayatnya (%).', its_state, COALESCE(told, 'kosong')
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OF state ON complaints_complaint
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION complaints_is_told();
CREATE CONSTRAINT TRIGGER told AFTER INSERT ON complaints_complaintevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION complaints_is_told();
"""

# `by_id` of these rows is never somebody whom the complaint accuses.
ACCUSED = """
CREATE FUNCTION complaints_refuse_accused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM complaints_accusation WHERE complaint_id = NEW.complaint_id AND user_id = NEW.by_id) THEN
        RAISE EXCEPTION 'Yang diadukan tidak dapat menangani pengaduan tentang dirinya.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER not_accused BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION complaints_refuse_accused();\n"
    for table in WITH_AN_ACTOR
)

KEPT = "".join(
    f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION complaints_refuse_change();\n"
    for table in KEPT_FOREVER
)

# An answer's words stay, and what was sent stays sent; a sub-ticket and a correction are decided once.
WORK = """
CREATE FUNCTION complaints_guard_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.sent_at IS NOT NULL
       OR (NEW.complaint_id, NEW.text, NEW.by_id, NEW.at) IS DISTINCT FROM (OLD.complaint_id, OLD.text, OLD.by_id, OLD.at)
    THEN
        RAISE EXCEPTION 'Jawaban kepada pelapor tidak dapat diubah atau dihapus.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON complaints_reply
    FOR EACH ROW EXECUTE FUNCTION complaints_guard_reply();

CREATE FUNCTION complaints_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> TG_ARGV[0] THEN
        RAISE EXCEPTION 'Yang sudah diputuskan atau dijawab tidak dapat diubah atau dihapus (%).', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON complaints_referral
    FOR EACH ROW EXECUTE FUNCTION complaints_decided_once('waiting');
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON complaints_correction
    FOR EACH ROW EXECUTE FUNCTION complaints_decided_once('proposed');
"""
WATCH = "".join(f"SELECT audit_watch('{table}');\n" for table in WATCHED)

UNDO = """
DROP FUNCTION complaints_decided_once() CASCADE;
DROP FUNCTION complaints_guard_reply() CASCADE;
DROP FUNCTION complaints_refuse_accused() CASCADE;
DROP FUNCTION complaints_is_told() CASCADE;
DROP FUNCTION complaints_guard_event() CASCADE;
DROP FUNCTION complaints_guard() CASCADE;
DROP FUNCTION complaints_may_move(text, text) CASCADE;
DROP FUNCTION complaints_refuse_change() CASCADE;
""" + "".join(
    f"DROP TRIGGER IF EXISTS chain_write ON {table};\nDROP TRIGGER IF EXISTS chain_delete ON {table};\n"
    for table in WATCHED
)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("audit", "0004_watch")]

    operations = [migrations.RunSQL(MOVES + EVENTS + ACCUSED + KEPT + WORK + WATCH, UNDO)]
