"""Samples and findings of the inspektorat, and what must never happen to them."""

import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models

FROZEN = "".join(
    f"""
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
SELECT audit_watch('{table}');
"""
    for table in ("sop_auditsample", "sop_audititem", "sop_auditcheck", "sop_findingentry")
)

# A sample stays as drawn: it gets as many items as it says, of its own list or cycle, and no further one is drawn of the
# same thing before every item of the earlier ones has a check or a finding.
SAMPLES = """
CREATE FUNCTION sop_guard_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sop_auditsample s JOIN sop_audititem i ON i.sample_id = s.id
         WHERE (s.determination_id, s.cycle_id) IS NOT DISTINCT FROM (NEW.determination_id, NEW.cycle_id)
           AND NOT EXISTS (SELECT 1 FROM sop_auditcheck c WHERE c.item_id = i.id)
           AND NOT EXISTS (SELECT 1 FROM sop_finding f WHERE f.item_id = i.id)
    ) THEN
        PERFORM sop_refuse('Sampel sebelumnya belum selesai diperiksa.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER examined_first BEFORE INSERT ON sop_auditsample
    FOR EACH ROW EXECUTE FUNCTION sop_guard_sample();

CREATE FUNCTION sop_guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sample sop_auditsample;
BEGIN
    SELECT * INTO sample FROM sop_auditsample WHERE id = NEW.sample_id FOR UPDATE;
    IF (SELECT count(*) FROM sop_audititem WHERE sample_id = NEW.sample_id) >= sample.size THEN
        PERFORM sop_refuse('Sampel yang sudah ditarik tidak dapat ditambah.');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM programs_determinedrow r
                    WHERE r.id = NEW.row_id AND r.determination_id = sample.determination_id)
       AND NOT EXISTS (SELECT 1 FROM sop_steprun r WHERE r.id = NEW.step_run_id AND r.cycle_id = sample.cycle_id) THEN
        PERFORM sop_refuse('Butir ini bukan bagian dari yang diperiksa.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER drawn_once BEFORE INSERT ON sop_audititem FOR EACH ROW EXECUTE FUNCTION sop_guard_item();
"""

# What a finding says stays; its states follow sop/transitions.py; neither its owner (constraint) nor whoever followed it
# up says that it is done.
FINDINGS = """
CREATE FUNCTION sop_guard_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM sop_refuse('Temuan tidak dapat dihapus.');
    END IF;
    IF to_jsonb(NEW) - 'state' - 'closed_by_id' - 'closed_at' <> to_jsonb(OLD) - 'state' - 'closed_by_id' - 'closed_at'
       OR (OLD.state = 'closed' AND NEW IS DISTINCT FROM OLD) THEN
        PERFORM sop_refuse('Isi temuan tidak dapat diubah.');
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
CREATE TRIGGER guard_finding BEFORE UPDATE OR DELETE ON sop_finding
    FOR EACH ROW EXECUTE FUNCTION sop_guard_finding();
CREATE TRIGGER guard_birth BEFORE INSERT ON sop_finding FOR EACH ROW EXECUTE FUNCTION sop_guard_birth('open');
SELECT audit_watch('sop_finding');
"""

UNDO = """
DROP FUNCTION sop_guard_sample() CASCADE;
DROP FUNCTION sop_guard_item() CASCADE;
DROP FUNCTION sop_guard_finding() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_watch'),
        ('documents', '0001_initial'),
        ('office', '0001_initial'),
        ('programs', '0001_initial'),
        ('sop', '0004_kemensos_limit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(help_text='in the order drawn')),
                ('row', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.determinedrow')),
                ('step_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sop.steprun')),
            ],
            options={
                'ordering': ['sample', 'order'],
            },
        ),
        migrations.CreateModel(
            name='AuditCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='check_made', to='sop.audititem')),
            ],
        ),
        migrations.CreateModel(
            name='AuditSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='1, and n+1 for a further sample of the same thing')),
                ('seed', models.CharField(help_text="hexadecimal, from the system's own randomness", max_length=32)),
                ('population', models.PositiveIntegerField(help_text='families or steps that were not drawn before')),
                ('size', models.PositiveIntegerField()),
                ('purpose', models.CharField(max_length=300)),
                ('drawn_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('cycle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_samples', to='sop.cycle')),
                ('determination', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_samples', to='programs.determination')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='audititem',
            name='sample',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='sop.auditsample'),
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', django_fsm.FSMField(choices=[('open', 'Perlu ditindaklanjuti'), ('answered', 'Menunggu penilaian'), ('returned', 'Tindak lanjut belum sesuai'), ('closed', 'Selesai ditindaklanjuti')], default='open', max_length=50, protected=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text='running number of the year')),
                ('title', models.CharField(max_length=200)),
                ('condition', models.TextField(help_text='kondisi: what was found', max_length=4000)),
                ('criteria', models.TextField(help_text='kriteria: what should have been', max_length=2000)),
                ('cause', models.TextField(help_text='sebab', max_length=2000)),
                ('recommendation', models.TextField(help_text='rekomendasi', max_length=2000)),
                ('owner_role', models.CharField(max_length=20)),
                ('days', models.PositiveSmallIntegerField(help_text='working days for the follow-up')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='sop.audititem')),
                ('kecamatan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.kecamatan')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='FindingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12)),
                ('note', models.TextField(max_length=2000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='sop.finding')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='auditsample',
            constraint=models.CheckConstraint(condition=models.Q(('determination__isnull', True), ('cycle__isnull', True), _connector='XOR'), name='audit_sample_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='auditsample',
            constraint=models.UniqueConstraint(fields=('determination', 'cycle', 'number'), name='audit_sample_number', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='auditsample',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', models.F('population'))), name='audit_sample_size'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.UniqueConstraint(fields=('sample', 'order'), name='audit_item_order'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.UniqueConstraint(fields=('sample', 'row', 'step_run'), name='audit_item_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.CheckConstraint(condition=models.Q(('row__isnull', True), ('step_run__isnull', True), _connector='XOR'), name='audit_item_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='finding_number_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('closed_by__isnull', True), models.Q(('closed_by', models.F('owner')), _negated=True), _connector='OR'), name='finding_not_closed_by_owner'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('owner')), _negated=True), name='finding_not_about_its_writer'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='finding_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 250)), name='finding_days'),
        ),
        migrations.RunSQL(FROZEN + SAMPLES + FINDINGS, UNDO),
    ]
