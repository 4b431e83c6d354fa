"""A cancelled letter stays as it is, its document with it; letters, texts, signatures and the policy join the chain."""

from importlib import import_module

from django.db import migrations

# As in 0004, and: an approved or numbered letter may be cancelled; a cancelled one never changes again.
LETTER = """
CREATE OR REPLACE FUNCTION documents_guard_outgoing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'facts', 'returned_reason', 'approved_by_id', 'approved_at', 'document_id',
                         'cancelled_by_id', 'cancelled_at', 'cancelled_reason'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'Surat yang sudah diajukan tidak dapat dihapus.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state = 'cancelled' AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'Surat yang sudah dibatalkan tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'draft' AND (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free) THEN
        RAISE EXCEPTION 'Isi surat yang sudah diajukan tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state IN ('approved', 'issued')
       AND (NEW.facts, NEW.approved_by_id, NEW.approved_at)
           IS DISTINCT FROM (OLD.facts, OLD.approved_by_id, OLD.approved_at) THEN
        RAISE EXCEPTION 'Persetujuan surat tidak dapat diubah.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN
       ('draft>submitted', 'submitted>draft', 'submitted>approved', 'approved>issued', 'approved>cancelled',
        'issued>cancelled') THEN
        RAISE EXCEPTION 'Surat tidak dapat pindah dari % ke %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.document_id IS DISTINCT FROM OLD.document_id
       AND (OLD.document_id IS NOT NULL OR NEW.state = 'cancelled') THEN
        RAISE EXCEPTION 'Nomor surat tidak dapat diganti.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# As in 0002, and: the document of a cancelled letter becomes void, signed or not, and then never changes.
DOCUMENT = """
CREATE OR REPLACE FUNCTION documents_guard_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'list_hash', 'pdf_id', 'workbook_id', 'signed_id', 'signed_on', 'signed_by_id',
                         'signature_kind'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Dokumen % sudah terbit dan tidak dapat dihapus.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'void' AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'Dokumen % sudah dibatalkan dan tidak dapat diubah.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'void' AND OLD.state <> 'void' AND ((to_jsonb(NEW) - 'state') <> (to_jsonb(OLD) - 'state')
       OR NOT EXISTS (SELECT 1 FROM documents_letter WHERE document_id = OLD.id AND state = 'cancelled')) THEN
        RAISE EXCEPTION 'Dokumen % hanya dibatalkan bersama suratnya.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free)
       OR (OLD.list_hash <> '' AND NEW.list_hash <> OLD.list_hash)
       OR (OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id)
       OR (OLD.workbook_id IS NOT NULL AND NEW.workbook_id IS DISTINCT FROM OLD.workbook_id) THEN
        RAISE EXCEPTION 'Dokumen % sudah terbit dan tidak dapat diubah.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.signed_id IS NOT NULL AND NEW.state <> 'void'
       AND (NEW.state, NEW.signed_id, NEW.signed_on, NEW.signed_by_id, NEW.signature_kind)
           IS DISTINCT FROM (OLD.state, OLD.signed_id, OLD.signed_on, OLD.signed_by_id, OLD.signature_kind) THEN
        RAISE EXCEPTION 'Salinan bertanda tangan dokumen % sudah ada dan tidak dapat diganti.', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# As in 0002, and: the number of a void document is void too.
REGISTER = """
CREATE OR REPLACE FUNCTION documents_guard_register() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'reason'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'void' OR (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free)
       OR (NEW.state = 'void'
           AND EXISTS (SELECT 1 FROM documents_document WHERE number = OLD.written AND state <> 'void')) THEN
        RAISE EXCEPTION 'Nomor % sudah tercatat dalam buku nomor.', OLD.written
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TABLES = (
    "documents_letter",
    "documents_lettertemplate",
    "documents_documentsignature",
    "documents_signingpolicy",
    "documents_incomingletter",
)
WATCH = "".join(f"SELECT audit_watch('{table}');\n" for table in TABLES)
UNWATCH = "".join(
    f"DROP TRIGGER IF EXISTS chain_write ON {table}; DROP TRIGGER IF EXISTS chain_delete ON {table};\n"
    for table in TABLES
)


def _as_before() -> str:
    """The functions of 0002 and 0004, without their triggers, which stand."""
    first = import_module("pkh_sembako.documents.migrations.0002_guards")
    letters = import_module("pkh_sembako.documents.migrations.0004_letters")
    texts = (first.DOCUMENT, first.REGISTER, letters.LETTER)
    return "".join(
        text.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for text in texts
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_watch"), ("documents", "0005_letter_cancelled")]

    operations = [
        migrations.RunSQL(LETTER + DOCUMENT + REGISTER, _as_before()),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
