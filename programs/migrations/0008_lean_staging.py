"""Fewer indexes on what imports write; the history is asked by id, moment and user only."""

import django.db.models.deletion
from django.db import migrations, models

DROP_UNASKED = """
DO $$
DECLARE
    spare text;
BEGIN
    FOR spare IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema()
          AND tablename IN ('programs_historicalhousehold', 'programs_historicalmember', 'programs_historicalenrollment')
          AND indexdef ~ '[(](desa_id|no_kk|nik|pendamping_id)[)]$'
    LOOP
        EXECUTE format('DROP INDEX %I', spare);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0001_initial"),
        ("programs", "0007_spare_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bnbarow",
            name="enrollment",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="programs.enrollment",
            ),
        ),
        migrations.AlterField(
            model_name="bnbarow",
            name="file",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="programs.bnbafile",
            ),
        ),
        migrations.AlterField(
            model_name="roundentry",
            name="desa",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.desa"
            ),
        ),
        migrations.AlterField(
            model_name="roundentry",
            name="kecamatan",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.kecamatan"
            ),
        ),
        migrations.RunSQL(DROP_UNASKED, migrations.RunSQL.noop),
    ]
