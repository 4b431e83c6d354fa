"""A file's effect happens once: applied, it can only be taken back; taken back, it stays so."""

from django.db import migrations

GUARD = """
CREATE FUNCTION programs_guard_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state = 'applied' AND NEW.state NOT IN ('applied', 'taken_back'))
       OR (OLD.state = 'taken_back' AND NEW.state <> 'taken_back')
       OR (NEW.state = 'taken_back' AND OLD.state NOT IN ('applied', 'taken_back'))
       OR (OLD.applied_at IS NOT NULL AND NEW.applied_at IS DISTINCT FROM OLD.applied_at) THEN
        RAISE EXCEPTION 'Berkas BNBA yang sudah diterapkan hanya dapat ditarik kembali.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER once BEFORE UPDATE OF state, applied_at ON programs_bnbafile
    FOR EACH ROW EXECUTE FUNCTION programs_guard_file();
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_lean_staging")]

    operations = [migrations.RunSQL(GUARD, "DROP FUNCTION programs_guard_file() CASCADE;")]
