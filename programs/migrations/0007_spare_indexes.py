"""Indexes that cost every import and serve no query."""

import django.db.models.deletion
from django.db import migrations, models

# Django adds a second index for LIKE 'abc%' to every text key; nobody asks that of a code, and under the C collation
# of this database the first one could answer it too.
DROP_LIKE = """
DO $$
DECLARE
    spare text;
BEGIN
    FOR spare IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND starts_with(tablename, 'programs_') AND right(indexname, 5) = '_like'
    LOOP
        EXECUTE format('DROP INDEX %I', spare);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0001_initial"),
        ("programs", "0006_receipt"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bnbarow",
            name="file",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="programs.bnbafile"
            ),
        ),
        migrations.AlterField(
            model_name="enrollment",
            name="household",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="enrollments",
                to="programs.household",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="desa",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="households", to="office.desa"
            ),
        ),
        migrations.AlterField(
            model_name="roundentry",
            name="round",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="programs.round"
            ),
        ),
        migrations.RunSQL(DROP_LIKE, migrations.RunSQL.noop),
    ]
