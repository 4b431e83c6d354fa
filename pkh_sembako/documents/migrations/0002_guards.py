"""An issued document stays as it was issued, whoever writes to the database (docs/adr/0003)."""

from django.db import migrations

# What is printed never changes; PDF, workbook and list hash are set once; it is signed once and then final for good.
DOCUMENT = """
CREATE FUNCTION documents_guard_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'list_hash', 'pdf_id', 'workbook_id', 'signed_id', 'signed_on', 'signed_by_id',
                         'signature_kind'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Dokumen % sudah terbit dan tidak dapat dihapus.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free)
       OR (OLD.list_hash <> '' AND NEW.list_hash <> OLD.list_hash)
       OR (OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id)
       OR (OLD.workbook_id IS NOT NULL AND NEW.workbook_id IS DISTINCT FROM OLD.workbook_id) THEN
        RAISE EXCEPTION 'Dokumen % sudah terbit dan tidak dapat diubah.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.signed_id IS NOT NULL
       AND (NEW.state, NEW.signed_id, NEW.signed_on, NEW.signed_by_id, NEW.signature_kind)
           IS DISTINCT FROM (OLD.state, OLD.signed_id, OLD.signed_on, OLD.signed_by_id, OLD.signature_kind) THEN
        RAISE EXCEPTION 'Salinan bertanda tangan dokumen % sudah ada dan tidak dapat diganti.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_guard_document();
"""

# Size, hash and place of a stored file are facts. (Files that nothing refers to may be deleted: expired downloads.)
STORED = """
CREATE FUNCTION documents_guard_stored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Berkas tersimpan tidak dapat diubah.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER guard BEFORE UPDATE ON documents_storedfile
    FOR EACH ROW EXECUTE FUNCTION documents_guard_stored();
"""

# A number that came out stays in the register; it may only be voided, once, and not when a document carries it.
REGISTER = """
CREATE FUNCTION documents_guard_register() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'reason'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'void' OR (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free)
       OR (NEW.state = 'void' AND EXISTS (SELECT 1 FROM documents_document WHERE number = OLD.written)) THEN
        RAISE EXCEPTION 'Nomor % sudah tercatat dalam buku nomor.', OLD.written
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_registernumber
    FOR EACH ROW EXECUTE FUNCTION documents_guard_register();
"""

UNDO = """
DROP FUNCTION documents_guard_document() CASCADE;
DROP FUNCTION documents_guard_stored() CASCADE;
DROP FUNCTION documents_guard_register() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunSQL(DOCUMENT + STORED + REGISTER, UNDO)]
