"""A request and an incident move only with a line that tells of it; lines, exports and computations stay as written.

The pairs are those of privacy.transitions; a test compares the two.
"""

from django.db import migrations

LINES = ("privacy_requestentry", "privacy_incidententry")
KEPT_FOREVER = (*LINES, "privacy_personexport", "privacy_incidentscope")
WATCHED = ("privacy_datarequest", "privacy_incident", *KEPT_FOREVER)

MOVES = """
CREATE FUNCTION privacy_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Catatan pelindungan data pribadi tidak dapat diubah atau dihapus (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION privacy_may_move(machine text, from_state text, to_state text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
    SELECT (machine || ':' || from_state || '>' || to_state) IN (
        'request:received>preparing', 'request:received>refused', 'request:preparing>delivered',
        'request:preparing>refused',
        'incident:open>notified', 'incident:open>closed', 'incident:notified>closed', 'incident:closed>open'
    )
$$;

CREATE FUNCTION privacy_guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.state IN ('delivered', 'refused')) THEN
        RAISE EXCEPTION 'Permintaan yang sudah selesai tidak dapat diubah, dan tidak ada yang dapat dihapus.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'received' THEN
            RAISE EXCEPTION 'Permintaan dimulai dengan diterimanya.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT privacy_may_move('request', OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'Permintaan tidak dapat berpindah dari % ke %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.year, NEW.number, NEW.kind, NEW.household_id, NEW.member_id, NEW.subject_name, NEW.requester_name,
        NEW.requester_user_id, NEW.proof, NEW.proof_file_id, NEW.channel, NEW.wish, NEW.received_at, NEW.by_id)
        IS DISTINCT FROM
       (OLD.year, OLD.number, OLD.kind, OLD.household_id, OLD.member_id, OLD.subject_name, OLD.requester_name,
        OLD.requester_user_id, OLD.proof, OLD.proof_file_id, OLD.channel, OLD.wish, OLD.received_at, OLD.by_id) THEN
        RAISE EXCEPTION 'Yang diminta dan saat diterimanya tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON privacy_datarequest
    FOR EACH ROW EXECUTE FUNCTION privacy_guard_request();

CREATE FUNCTION privacy_guard_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Insiden tidak dapat dihapus.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN
            RAISE EXCEPTION 'Insiden dimulai dengan dicatatnya.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT privacy_may_move('incident', OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'Insiden tidak dapat berpindah dari % ke %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.year, NEW.number, NEW.found_at, NEW.starts, NEW.ends, NEW.what, NEW.how, NEW.user_id, NEW.by_id, NEW.at)
        IS DISTINCT FROM
       (OLD.year, OLD.number, OLD.found_at, OLD.starts, OLD.ends, OLD.what, OLD.how, OLD.user_id, OLD.by_id, OLD.at)
    THEN
        RAISE EXCEPTION 'Yang ditemukan tidak dapat diubah; tulis yang baru diketahui sebagai tindakan.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON privacy_incident
    FOR EACH ROW EXECUTE FUNCTION privacy_guard_incident();
"""

COURSE = """
CREATE FUNCTION privacy_guard_request_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_state text;
BEGIN
    IF EXISTS (SELECT 1 FROM privacy_datarequest WHERE id = NEW.request_id AND requester_user_id = NEW.by_id) THEN
        RAISE EXCEPTION 'Pemohon tidak dapat menangani permintaannya sendiri.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT to_state INTO last_state FROM privacy_requestentry
        WHERE request_id = NEW.request_id AND number = NEW.number - 1;
    IF NOT (NEW.number = 1 AND NEW.from_state = '' AND NEW.to_state = 'received') AND (
        last_state IS DISTINCT FROM NEW.from_state
        OR NOT (NEW.from_state = NEW.to_state OR privacy_may_move('request', NEW.from_state, NEW.to_state))) THEN
        RAISE EXCEPTION 'Baris ini tidak menyambung riwayat permintaan.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_line BEFORE INSERT ON privacy_requestentry
    FOR EACH ROW EXECUTE FUNCTION privacy_guard_request_line();

CREATE FUNCTION privacy_guard_incident_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_state text;
BEGIN
    IF EXISTS (SELECT 1 FROM privacy_incident WHERE id = NEW.incident_id AND user_id = NEW.by_id) THEN
        RAISE EXCEPTION 'Pemilik akun yang diperiksa tidak dapat menangani insidennya.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT to_state INTO last_state FROM privacy_incidententry
        WHERE incident_id = NEW.incident_id AND number = NEW.number - 1;
    IF NOT (NEW.number = 1 AND NEW.from_state = '' AND NEW.to_state = 'open') AND (
        last_state IS DISTINCT FROM NEW.from_state
        OR NOT (NEW.from_state = NEW.to_state OR privacy_may_move('incident', NEW.from_state, NEW.to_state))) THEN
        RAISE EXCEPTION 'Baris ini tidak menyambung catatan insiden.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_line BEFORE INSERT ON privacy_incidententry
    FOR EACH ROW EXECUTE FUNCTION privacy_guard_incident_line();

CREATE FUNCTION privacy_request_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_case bigint := CASE WHEN TG_TABLE_NAME = 'privacy_datarequest' THEN (to_jsonb(NEW)->>'id')::bigint
                            ELSE (to_jsonb(NEW)->>'request_id')::bigint END;
BEGIN
    IF (SELECT state FROM privacy_datarequest WHERE id = the_case) IS DISTINCT FROM
       (SELECT to_state FROM privacy_requestentry WHERE request_id = the_case ORDER BY number DESC LIMIT 1) THEN
        RAISE EXCEPTION 'Keadaan permintaan tidak sama dengan riwayatnya.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OF state ON privacy_datarequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION privacy_request_is_told();
CREATE CONSTRAINT TRIGGER told AFTER INSERT ON privacy_requestentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION privacy_request_is_told();

CREATE FUNCTION privacy_incident_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_case bigint := CASE WHEN TG_TABLE_NAME = 'privacy_incident' THEN (to_jsonb(NEW)->>'id')::bigint
                            ELSE (to_jsonb(NEW)->>'incident_id')::bigint END;
BEGIN
    IF (SELECT state FROM privacy_incident WHERE id = the_case) IS DISTINCT FROM
       (SELECT to_state FROM privacy_incidententry WHERE incident_id = the_case ORDER BY number DESC LIMIT 1) THEN
        RAISE EXCEPTION 'Keadaan insiden tidak sama dengan catatannya.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE OF state ON privacy_incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION privacy_incident_is_told();
CREATE CONSTRAINT TRIGGER told AFTER INSERT ON privacy_incidententry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION privacy_incident_is_told();
"""
KEPT = "".join(
    f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();\n"
    for table in KEPT_FOREVER
)
WATCH = "".join(f"SELECT audit_watch('{table}');\n" for table in WATCHED)
UNDO = """
DROP FUNCTION privacy_incident_is_told() CASCADE;
DROP FUNCTION privacy_request_is_told() CASCADE;
DROP FUNCTION privacy_guard_incident_line() CASCADE;
DROP FUNCTION privacy_guard_request_line() CASCADE;
DROP FUNCTION privacy_guard_incident() CASCADE;
DROP FUNCTION privacy_guard_request() CASCADE;
DROP FUNCTION privacy_may_move(text, text, text) CASCADE;
DROP FUNCTION privacy_refuse_change() CASCADE;
""" + "".join(
    f"DROP TRIGGER IF EXISTS chain_write ON {table};\nDROP TRIGGER IF EXISTS chain_delete ON {table};\n"
    for table in WATCHED
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("audit", "0004_watch")]

    operations = [migrations.RunSQL(MOVES + COURSE + KEPT + WATCH, UNDO)]
