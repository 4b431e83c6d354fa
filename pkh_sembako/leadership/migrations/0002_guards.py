"""What was said in a closed review stays; a rating is never deleted, and a closed review is never opened again."""

from django.db import migrations

GUARD = """
CREATE FUNCTION leadership_guard_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Penilaian tidak dapat dihapus.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (SELECT closed_at FROM leadership_staffreview WHERE id = NEW.review_id) IS NOT NULL THEN
        RAISE EXCEPTION 'Evaluasi ini sudah ditutup.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON leadership_staffrating
    FOR EACH ROW EXECUTE FUNCTION leadership_guard_rating();

CREATE FUNCTION leadership_guard_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL OR NEW.year <> OLD.year THEN
        RAISE EXCEPTION 'Evaluasi tidak dapat dihapus, dan yang sudah ditutup tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON leadership_staffreview
    FOR EACH ROW EXECUTE FUNCTION leadership_guard_review();
"""
UNDO = """
DROP FUNCTION leadership_guard_rating() CASCADE;
DROP FUNCTION leadership_guard_review() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("leadership", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
