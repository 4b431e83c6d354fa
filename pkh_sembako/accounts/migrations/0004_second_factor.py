"""Codes typed for an act leave a proof, and the proof stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION accounts_keep_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Bukti langkah kedua tidak dapat diubah atau dihapus.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_secondfactorproof
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_proof();
"""

DROP = """
DROP TRIGGER append_only ON accounts_secondfactorproof;
DROP FUNCTION accounts_keep_proof();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_guard'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondFactorProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=64, verbose_name='untuk')),
                ('device', models.CharField(max_length=80, verbose_name='alat')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='pada')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'about', 'at'], name='proof_by_act')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
