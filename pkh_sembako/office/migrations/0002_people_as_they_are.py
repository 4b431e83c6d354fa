"""Officials as Plt., Plh., a.n., u.b. or vacant; and how many staff the standards promise."""

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalStaffPromise',
            fields=[
                ('program', models.CharField(choices=[('pkh', 'PKH'), ('sembako', 'Sembako')], db_index=True, max_length=8, verbose_name='program')),
                ('number', models.PositiveSmallIntegerField(verbose_name='jumlah pelaksana')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('pendamping', 'Pendamping sosial'), ('korcam', 'Koordinator kecamatan'), ('korkab', 'Koordinator kabupaten'), ('apd', 'Administrator pangkalan data')], max_length=20), size=None, verbose_name='yang dihitung')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='menurut')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical staff promise',
                'verbose_name_plural': 'historical staff promises',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StaffPromise',
            fields=[
                ('program', models.CharField(choices=[('pkh', 'PKH'), ('sembako', 'Sembako')], max_length=8, primary_key=True, serialize=False, verbose_name='program')),
                ('number', models.PositiveSmallIntegerField(verbose_name='jumlah pelaksana')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('pendamping', 'Pendamping sosial'), ('korcam', 'Koordinator kecamatan'), ('korkab', 'Koordinator kabupaten'), ('apd', 'Administrator pangkalan data')], max_length=20), size=None, verbose_name='yang dihitung')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='menurut')),
            ],
            options={
                'ordering': ['program'],
            },
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='capacity',
            field=models.CharField(choices=[('definitif', 'Pejabat definitif'), ('plt', 'Pelaksana tugas (Plt.)'), ('plh', 'Pelaksana harian (Plh.)'), ('an', 'Atas nama (a.n.)'), ('ub', 'Untuk beliau (u.b.)'), ('kosong', 'Jabatan kosong')], default='definitif', max_length=10, verbose_name='sebagai'),
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='keterangan'),
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='order_date',
            field=models.DateField(blank=True, null=True, verbose_name='tanggal surat perintah'),
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='order_number',
            field=models.CharField(blank=True, max_length=80, verbose_name='nomor surat perintah'),
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='own_title',
            field=models.CharField(blank=True, max_length=120, verbose_name='jabatan sendiri'),
        ),
        migrations.AddField(
            model_name='official',
            name='capacity',
            field=models.CharField(choices=[('definitif', 'Pejabat definitif'), ('plt', 'Pelaksana tugas (Plt.)'), ('plh', 'Pelaksana harian (Plh.)'), ('an', 'Atas nama (a.n.)'), ('ub', 'Untuk beliau (u.b.)'), ('kosong', 'Jabatan kosong')], default='definitif', max_length=10, verbose_name='sebagai'),
        ),
        migrations.AddField(
            model_name='official',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='keterangan'),
        ),
        migrations.AddField(
            model_name='official',
            name='order_date',
            field=models.DateField(blank=True, null=True, verbose_name='tanggal surat perintah'),
        ),
        migrations.AddField(
            model_name='official',
            name='order_number',
            field=models.CharField(blank=True, max_length=80, verbose_name='nomor surat perintah'),
        ),
        migrations.AddField(
            model_name='official',
            name='own_title',
            field=models.CharField(blank=True, max_length=120, verbose_name='jabatan sendiri'),
        ),
        migrations.AlterField(
            model_name='historicalofficial',
            name='name',
            field=models.CharField(blank=True, max_length=120, verbose_name='nama'),
        ),
        migrations.AlterField(
            model_name='official',
            name='name',
            field=models.CharField(blank=True, max_length=120, verbose_name='nama'),
        ),
        migrations.AddConstraint(
            model_name='official',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity__in', ('plt', 'plh', 'an', 'ub')), _negated=True), models.Q(models.Q(('order_number', ''), _negated=True), ('order_date__isnull', False)), _connector='OR'), name='official_acting_by_order'),
        ),
        migrations.AddConstraint(
            model_name='official',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity__in', ['plt', 'plh']), _negated=True), ('ends__isnull', False), _connector='OR'), name='official_acting_ends'),
        ),
        migrations.AddConstraint(
            model_name='official',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity', 'kosong'), ('name', ''), ('user__isnull', True)), models.Q(models.Q(('capacity', 'kosong'), _negated=True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='official_has_a_name'),
        ),
        migrations.AddField(
            model_name='historicalstaffpromise',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
