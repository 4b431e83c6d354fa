"""Promises to keep the kode etik, and who stood in for whom, join the audit chain."""

from django.db import migrations

TABLES = ("accounts_codeacceptance", "accounts_substitution")
WATCH = "".join(f"SELECT audit_watch('{table}');\n" for table in TABLES)
UNWATCH = "".join(
    f"DROP TRIGGER IF EXISTS chain_write ON {table}; DROP TRIGGER IF EXISTS chain_delete ON {table};\n"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_watch"), ("accounts", "0006_staff_and_leave")]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
