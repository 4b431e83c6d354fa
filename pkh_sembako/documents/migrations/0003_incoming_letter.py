"""Buku agenda: letters that came in. A number once given stays, and no letter is deleted (docs/adr/0003)."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION documents_guard_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.year, NEW.number, NEW.by_id, NEW.at) <> (OLD.year, OLD.number, OLD.by_id, OLD.at) THEN
        RAISE EXCEPTION 'Nomor agenda %/% sudah keluar dan tidak dapat dihapus atau diganti.', OLD.number, OLD.year
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_incomingletter
    FOR EACH ROW EXECUTE FUNCTION documents_guard_letter();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalIncomingLetter',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text="the office's own running number of the year")),
                ('received_on', models.DateField()),
                ('sender', models.CharField(max_length=160)),
                ('letter_number', models.CharField(blank=True, help_text='as the sender wrote it', max_length=80)),
                ('letter_date', models.DateField(blank=True, null=True)),
                ('subject', models.CharField(max_length=300)),
                ('channel', models.CharField(choices=[('paper', 'Surat fisik'), ('mail', 'Surel'), ('message', 'Pesan WhatsApp'), ('srikandi', 'SRIKANDI'), ('siks', 'Pengumuman SIKS-NG')], default='paper', max_length=10)),
                ('disposition', models.CharField(blank=True, help_text='who is to do what', max_length=1000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.storedfile')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical incoming letter',
                'verbose_name_plural': 'historical incoming letters',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='IncomingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text="the office's own running number of the year")),
                ('received_on', models.DateField()),
                ('sender', models.CharField(max_length=160)),
                ('letter_number', models.CharField(blank=True, help_text='as the sender wrote it', max_length=80)),
                ('letter_date', models.DateField(blank=True, null=True)),
                ('subject', models.CharField(max_length=300)),
                ('channel', models.CharField(choices=[('paper', 'Surat fisik'), ('mail', 'Surel'), ('message', 'Pesan WhatsApp'), ('srikandi', 'SRIKANDI'), ('siks', 'Pengumuman SIKS-NG')], default='paper', max_length=10)),
                ('disposition', models.CharField(blank=True, help_text='who is to do what', max_length=1000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='agenda_number_once')],
            },
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION documents_guard_letter CASCADE"),
    ]
