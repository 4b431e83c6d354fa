"""Who held which post when joins the audit chain: it stands behind every signature."""

from django.db import migrations

UNWATCH = "DROP TRIGGER chain_write ON office_official; DROP TRIGGER chain_delete ON office_official;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_watch"), ("office", "0003_recheck_size")]

    operations = [migrations.RunSQL("SELECT audit_watch('office_official');", UNWATCH)]
