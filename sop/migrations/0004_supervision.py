"""Notes of superiors and their answers: append-only, watched by the audit chain."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FROZEN = "".join(
    f"""
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
SELECT audit_watch('{table}');
"""
    for table in ("sop_supervisionnote", "sop_supervisionanswer")
)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_watch'),
        ('sop', '0003_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SupervisionNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000, verbose_name='catatan')),
                ('answer_by', models.DateField(null=True, verbose_name='tindak lanjut paling lambat')),
                ('roles', models.JSONField(help_text='role codes whom it concerns: those at work below the writer on the ladder')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervision', to='sop.assignment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step_run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervision', to='sop.steprun')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SupervisionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000, verbose_name='jawaban')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='sop.supervisionnote')),
            ],
        ),
        migrations.AddConstraint(
            model_name='supervisionnote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='supervision_says_something'),
        ),
        migrations.AddConstraint(
            model_name='supervisionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answer_says_something'),
        ),
        migrations.RunSQL(FROZEN, migrations.RunSQL.noop),
    ]
