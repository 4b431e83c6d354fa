"""A finding may get another owner while nobody judges it, by a line of its course that names them."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION sop_guard_finding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'closed_by_id', 'closed_at', 'owner_id', 'owner_role', 'kecamatan_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM sop_refuse('Temuan tidak dapat dihapus.');
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free OR (OLD.state = 'closed' AND NEW IS DISTINCT FROM OLD) THEN
        PERFORM sop_refuse('Isi temuan tidak dapat diubah.');
    END IF;
    IF (NEW.owner_id, NEW.owner_role, NEW.kecamatan_id) IS DISTINCT FROM (OLD.owner_id, OLD.owner_role, OLD.kecamatan_id)
       AND (NEW.state <> OLD.state OR OLD.state NOT IN ('open', 'returned') OR NEW.owner_id IS DISTINCT FROM (
           SELECT e.handed_to_id FROM sop_findingentry e
            WHERE e.finding_id = NEW.id AND e.verb = 'reassign' ORDER BY e.id DESC LIMIT 1)) THEN
        PERFORM sop_refuse('Temuan hanya dialihkan dengan alasan yang tercatat.');
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('open', 'answered'), ('returned', 'answered'), ('answered', 'returned'), ('answered', 'closed')
    ) THEN
        PERFORM sop_refuse(format('Temuan tidak dapat berpindah dari %s ke %s.', OLD.state, NEW.state));
    END IF;
    IF NEW.state = 'closed' AND EXISTS (
        SELECT 1 FROM sop_findingentry e
         WHERE e.finding_id = NEW.id AND e.verb = 'answer' AND e.by_id = NEW.closed_by_id
    ) THEN
        PERFORM sop_refuse('Temuan tidak diselesaikan oleh yang menindaklanjutinya.');
    END IF;
    RETURN NEW;
END $$;
"""


def _as_before() -> str:
    text = import_module("sop.migrations.0006_findings").FINDINGS.partition("CREATE TRIGGER")[0]
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("sop", "0006_findings"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="findingentry",
            name="handed_to",
            field=models.ForeignKey(
                help_text="the owner from now on",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(GUARD, _as_before()),
    ]
