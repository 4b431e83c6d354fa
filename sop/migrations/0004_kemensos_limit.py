"""Batas Kemensos: entries that are never changed (docs/adr/0003) and that the audit chain watches."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON sop_kemensoslimit
    FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
SELECT audit_watch('sop_kemensoslimit');
"""
UNGUARD = """
DROP TRIGGER IF EXISTS immutable ON sop_kemensoslimit;
DROP TRIGGER IF EXISTS chain_write ON sop_kemensoslimit;
DROP TRIGGER IF EXISTS chain_delete ON sop_kemensoslimit;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_watch'),
        ('documents', '0004_letters'),
        ('sop', '0004_supervision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KemensosLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='limits', to='sop.cycle')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.incomingletter')),
                ('step_run', models.ForeignKey(help_text='empty = all', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='limits', to='sop.steprun')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due__isnull', False), ('letter__isnull', False)), models.Q(('due__isnull', False), ('file__isnull', False)), models.Q(('due__isnull', True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='limit_shows_its_source')],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
