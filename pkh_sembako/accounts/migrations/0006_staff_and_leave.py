"""SK on postings, Plt. and Plh. as postings, and who stands in for a pendamping on leave."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import pkh_sembako.accounts.models.leave


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_code_of_conduct'),
        ('office', '0002_people_as_they_are'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.AddField(
            model_name='historicalposting',
            name='acting',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='made with this Plt., Plh. or delegated official', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='office.official'),
        ),
        migrations.AddField(
            model_name='historicalposting',
            name='program',
            field=models.CharField(blank=True, choices=[('pkh', 'PKH'), ('sembako', 'Sembako')], help_text='Kosong = keduanya', max_length=8, verbose_name='program'),
        ),
        migrations.AddField(
            model_name='historicalposting',
            name='sk_date',
            field=models.DateField(blank=True, null=True, verbose_name='tanggal SK'),
        ),
        migrations.AddField(
            model_name='historicalposting',
            name='sk_number',
            field=models.CharField(blank=True, max_length=80, verbose_name='nomor SK'),
        ),
        migrations.AddField(
            model_name='posting',
            name='acting',
            field=models.OneToOneField(editable=False, help_text='made with this Plt., Plh. or delegated official', null=True, on_delete=django.db.models.deletion.PROTECT, to='office.official'),
        ),
        migrations.AddField(
            model_name='posting',
            name='program',
            field=models.CharField(blank=True, choices=[('pkh', 'PKH'), ('sembako', 'Sembako')], help_text='Kosong = keduanya', max_length=8, verbose_name='program'),
        ),
        migrations.AddField(
            model_name='posting',
            name='sk_date',
            field=models.DateField(blank=True, null=True, verbose_name='tanggal SK'),
        ),
        migrations.AddField(
            model_name='posting',
            name='sk_number',
            field=models.CharField(blank=True, max_length=80, verbose_name='nomor SK'),
        ),
        migrations.CreateModel(
            name='HistoricalSubstitution',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('starts', models.DateField(verbose_name='mulai')),
                ('ends', models.DateField(verbose_name='sampai')),
                ('basis', models.CharField(choices=[('tahunan', 'Cuti tahunan'), ('sakit', 'Cuti sakit'), ('melahirkan', 'Cuti melahirkan'), ('penting', 'Cuti karena alasan penting'), ('tugas', 'Tugas atau pelatihan'), ('lain', 'Lainnya')], max_length=12, verbose_name='dasar')),
                ('letter_number', models.CharField(blank=True, max_length=80, verbose_name='nomor surat')),
                ('letter_date', models.DateField(blank=True, null=True, verbose_name='tanggal surat')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('absent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yang cuti')),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('substitute', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pengganti')),
            ],
            options={
                'verbose_name': 'historical substitution',
                'verbose_name_plural': 'historical substitutions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(verbose_name='mulai')),
                ('ends', models.DateField(verbose_name='sampai')),
                ('basis', models.CharField(choices=[('tahunan', 'Cuti tahunan'), ('sakit', 'Cuti sakit'), ('melahirkan', 'Cuti melahirkan'), ('penting', 'Cuti karena alasan penting'), ('tugas', 'Tugas atau pelatihan'), ('lain', 'Lainnya')], max_length=12, verbose_name='dasar')),
                ('letter_number', models.CharField(blank=True, max_length=80, verbose_name='nomor surat')),
                ('letter_date', models.DateField(blank=True, null=True, verbose_name='tanggal surat')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('absent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='yang cuti')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_in', to=settings.AUTH_USER_MODEL, verbose_name='pengganti')),
            ],
            options={
                'ordering': ['-starts', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='substitution_period'), models.CheckConstraint(condition=models.Q(('absent', models.F('substitute')), _negated=True), name='substitution_by_another'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('absent', '='), (pkh_sembako.accounts.models.leave.DateRange('starts', 'ends', models.Value('[]')), '&&')], name='substitution_one_at_a_time')],
            },
        ),
    ]
