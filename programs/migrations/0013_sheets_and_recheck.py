"""Kroscek on paper and the uji petik; what was printed, came back, was drawn and found stays as it is."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import pkh_sembako.documents.models

FROZEN = "".join(
    f"""
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
SELECT audit_watch('{table}');
"""
    for table in (
        "programs_krosceksheet",
        "programs_kroscekscan",
        "programs_rechecksample",
        "programs_recheckitem",
        "programs_recheckresult",
    )
)

# A sample gets as many families as it says, of its own Round and kecamatan and of what its checker recorded: nobody adds
# one later.
SAMPLE = """
CREATE FUNCTION programs_guard_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM programs_rechecksample WHERE id = NEW.sample_id FOR UPDATE;
    IF (SELECT count(*) FROM programs_recheckitem i WHERE i.sample_id = NEW.sample_id)
       >= (SELECT s.size FROM programs_rechecksample s WHERE s.id = NEW.sample_id) THEN
        RAISE EXCEPTION 'Sampel uji petik yang sudah ditarik tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM 1 FROM programs_rechecksample s JOIN programs_roundentry e
        ON e.round_id = s.round_id AND e.kecamatan_id = s.kecamatan_id
        JOIN programs_kroscekresult k ON k.entry_id = e.id AND k.by_id = s.checker_id
        WHERE s.id = NEW.sample_id AND e.id = NEW.entry_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Keluarga ini tidak diperiksa oleh pemeriksa yang diuji petik.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER drawn_once BEFORE INSERT ON programs_recheckitem
    FOR EACH ROW EXECUTE FUNCTION programs_guard_sample();
"""

# Nobody checks again what they checked, now or before.
ANOTHER = """
CREATE FUNCTION programs_guard_recheck() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_entry bigint;
BEGIN
    SELECT entry_id INTO the_entry FROM programs_recheckitem WHERE id = NEW.item_id;
    IF EXISTS (SELECT 1 FROM programs_kroscekresult WHERE entry_id = the_entry AND by_id = NEW.by_id)
       OR EXISTS (SELECT 1 FROM programs_historicalkroscekresult WHERE entry_id = the_entry AND by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'Uji petik dicatat oleh orang lain daripada yang mencatat hasil kroscek keluarga itu.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER another BEFORE INSERT ON programs_recheckresult
    FOR EACH ROW EXECUTE FUNCTION programs_guard_recheck();
"""

UNDO = """
DROP FUNCTION programs_guard_recheck() CASCADE;
DROP FUNCTION programs_guard_sample() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0004_watch"),
        ('documents', '0002_guards'),
        ('office', '0002_people_as_they_are'),
        ('programs', '0012_channel_pos_el'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='barevision',
            name='recheck',
            field=models.JSONField(default=dict, help_text='uji petik as drafted: queries.recheck.RecheckTotals'),
        ),
        migrations.CreateModel(
            name='KroscekSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dusun', models.CharField(blank=True, help_text='empty = the whole desa', max_length=80, verbose_name='kelompok (dusun)')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versi')),
                ('content_hash', models.CharField(help_text='SHA-256 of the families and what was printed of them', max_length=64)),
                ('families', models.PositiveIntegerField(verbose_name='keluarga')),
                ('code', models.CharField(default=pkh_sembako.documents.models.new_code, max_length=10, unique=True, verbose_name='kode lembar')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.desa')),
                ('owner', models.ForeignKey(help_text='of whom; empty = of everybody', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='programs.round')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='KroscekScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(help_text="copy of the file's, so that one scan is not counted twice", max_length=64)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.desa')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='programs.round')),
                ('sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='programs.krosceksheet')),
            ],
            options={
                'ordering': ['desa__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecheckItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recheck_items', to='programs.roundentry')),
            ],
            options={
                'ordering': ['sample', 'order'],
            },
        ),
        migrations.CreateModel(
            name='RecheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('sama', 'Sama'), ('beda', 'Berbeda')], max_length=8, verbose_name='hasil uji petik')),
                ('outcome', models.CharField(choices=[('sesuai', 'Sesuai'), ('berubah', 'Berubah'), ('tidak_ditemukan', 'Tidak ditemukan'), ('usul_keluar', 'Usul keluar')], max_length=16, verbose_name='yang ditemukan')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='keterangan')),
                ('checked_on', models.DateField(verbose_name='tanggal diperiksa')),
                ('basis', models.CharField(choices=[('kunjungan', 'Kunjungan rumah'), ('pertemuan', 'Pertemuan kelompok'), ('data_desa', 'Data desa/Dukcapil'), ('telepon', 'Telepon')], max_length=12, verbose_name='dasar')),
                ('first_outcome', models.CharField(choices=[('sesuai', 'Sesuai'), ('berubah', 'Berubah'), ('tidak_ditemukan', 'Tidak ditemukan'), ('usul_keluar', 'Usul keluar')], help_text='the first result, as it stood', max_length=16)),
                ('first_exit_reason', models.CharField(blank=True, choices=[('komponen_habis', 'Komponen habis'), ('meninggal', 'Meninggal tanpa ahli waris'), ('pindah', 'Pindah'), ('mampu', 'Sudah mampu'), ('ganda', 'Ganda'), ('asn', 'ASN/perangkat desa'), ('upah', 'Upah di atas UMK')], max_length=16)),
                ('first_note', models.CharField(blank=True, max_length=400)),
                ('first_checked_on', models.DateField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='programs.recheckitem')),
            ],
            options={
                'ordering': ['item', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecheckSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(help_text="hexadecimal, from the system's own randomness", max_length=32)),
                ('population', models.PositiveIntegerField(help_text='families that the checker recorded when it was drawn')),
                ('percent', models.PositiveSmallIntegerField()),
                ('least', models.PositiveSmallIntegerField()),
                ('size', models.PositiveIntegerField(help_text='families drawn')),
                ('drawn_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('checker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kecamatan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.kecamatan')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recheck_samples', to='programs.round')),
            ],
            options={
                'ordering': ['round', 'kecamatan', 'id'],
            },
        ),
        migrations.AddField(
            model_name='recheckitem',
            name='sample',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='programs.rechecksample'),
        ),
        migrations.AddConstraint(
            model_name='krosceksheet',
            constraint=models.UniqueConstraint(fields=('round', 'desa', 'dusun', 'owner', 'version'), name='sheet_version_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='kroscekscan',
            constraint=models.UniqueConstraint(fields=('round', 'desa', 'sha256'), name='scan_once'),
        ),
        migrations.AddConstraint(
            model_name='recheckresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'beda'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='difference_has_note'),
        ),
        migrations.AddConstraint(
            model_name='recheckresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'sama'), _negated=True), ('outcome', models.F('first_outcome')), _connector='OR'), name='same_means_same_outcome'),
        ),
        migrations.AddConstraint(
            model_name='rechecksample',
            constraint=models.UniqueConstraint(fields=('round', 'kecamatan', 'checker'), name='sample_drawn_once'),
        ),
        migrations.AddConstraint(
            model_name='rechecksample',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_by', models.F('checker')), _negated=True), name='sample_not_drawn_by_checker'),
        ),
        migrations.AddConstraint(
            model_name='rechecksample',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', models.F('population'))), name='sample_size'),
        ),
        migrations.AddConstraint(
            model_name='recheckitem',
            constraint=models.UniqueConstraint(fields=('sample', 'entry'), name='sampled_once'),
        ),
        migrations.AddConstraint(
            model_name='recheckitem',
            constraint=models.UniqueConstraint(fields=('sample', 'order'), name='sample_order'),
        ),
        migrations.RunSQL(FROZEN + SAMPLE + ANOTHER, UNDO),
    ]
