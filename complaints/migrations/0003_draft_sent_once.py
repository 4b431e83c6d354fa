"""A draft of the public form becomes one complaint, once: a second sending cannot make another."""

import django.db.models.deletion
from django.db import migrations, models

ONCE = """
CREATE FUNCTION complaints_guard_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.complaint_id IS NOT NULL AND (NEW.complaint_id IS DISTINCT FROM OLD.complaint_id OR NEW.answers <> '{}') THEN
        RAISE EXCEPTION 'Laporan ini sudah dikirim.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON complaints_complaintdraft
    FOR EACH ROW EXECUTE FUNCTION complaints_guard_draft();
"""
UNDO = "DROP FUNCTION complaints_guard_draft() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaintdraft",
            name="complaint",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.complaint"
            ),
        ),
        migrations.AlterField(
            model_name="publicuse",
            name="gate",
            field=models.CharField(
                choices=[
                    ("file", "Mengirim pengaduan"),
                    ("track", "Melacak pengaduan"),
                    ("draft", "Mulai mengisi pengaduan"),
                    ("upload", "Mengunggah lampiran"),
                    ("survey", "Mengisi survei"),
                    ("answer", "Menjawab pertanyaan keamanan"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(ONCE, UNDO),
    ]
