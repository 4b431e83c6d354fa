"""Letters the office writes, electronic signatures read in signed copies (docs/adr/0003 for the guards)."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# Content is free while it is a draft; whoever approves sees what stays. States go one way, back only to the draft.
LETTER = """
CREATE FUNCTION documents_guard_outgoing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'facts', 'returned_reason', 'approved_by_id', 'approved_at', 'document_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'Surat yang sudah diajukan tidak dapat dihapus.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND (to_jsonb(NEW) - free) <> (to_jsonb(OLD) - free) THEN
        RAISE EXCEPTION 'Isi surat yang sudah diajukan tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state IN ('approved', 'issued')
       AND (NEW.facts, NEW.approved_by_id, NEW.approved_at)
           IS DISTINCT FROM (OLD.facts, OLD.approved_by_id, OLD.approved_at) THEN
        RAISE EXCEPTION 'Persetujuan surat tidak dapat diubah.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN
       ('draft>submitted', 'submitted>draft', 'submitted>approved', 'approved>issued') THEN
        RAISE EXCEPTION 'Surat tidak dapat pindah dari % ke %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.document_id IS DISTINCT FROM OLD.document_id AND OLD.document_id IS NOT NULL THEN
        RAISE EXCEPTION 'Nomor surat tidak dapat diganti.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_letter
    FOR EACH ROW EXECUTE FUNCTION documents_guard_outgoing();
"""

# What was once the text, what was read in a signed copy, what the office allowed: written once.
FACTS = """
CREATE FUNCTION documents_guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Catatan ini tidak dapat diubah atau dihapus.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_lettertemplate
    FOR EACH ROW EXECUTE FUNCTION documents_guard_fact();
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_documentsignature
    FOR EACH ROW EXECUTE FUNCTION documents_guard_fact();
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON documents_signingpolicy
    FOR EACH ROW EXECUTE FUNCTION documents_guard_fact();
"""

UNDO = """
DROP FUNCTION documents_guard_outgoing() CASCADE;
DROP FUNCTION documents_guard_fact() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_incoming_letter'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='signature_kind',
            field=models.CharField(choices=[('none', 'Belum ditandatangani'), ('ink', 'Tanda tangan basah'), ('certified', 'Tanda tangan elektronik tersertifikasi'), ('local', 'Tanda tangan elektronik dengan sertifikat kantor')], default='none', max_length=10),
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('keputusan', 'Keputusan penetapan hasil validasi'), ('sk_tim', 'Keputusan tim validasi'), ('surat_tugas', 'Surat tugas'), ('undangan', 'Surat undangan'), ('pemberitahuan', 'Surat pemberitahuan'), ('notulensi', 'Notulensi rapat')], max_length=16)),
                ('version', models.PositiveSmallIntegerField()),
                ('blocks', models.JSONField(help_text='name of the block -> text with placeholders')),
                ('note', models.CharField(blank=True, help_text='what changed', max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kind', '-version'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('keputusan', 'Keputusan penetapan hasil validasi'), ('sk_tim', 'Keputusan tim validasi'), ('surat_tugas', 'Surat tugas'), ('undangan', 'Surat undangan'), ('pemberitahuan', 'Surat pemberitahuan'), ('notulensi', 'Notulensi rapat')], max_length=16)),
                ('matter', models.CharField(blank=True, help_text='what it belongs to, e.g. "round:4"', max_length=40)),
                ('subject', models.CharField(help_text='hal, or what stands after TENTANG', max_length=200)),
                ('dated', models.DateField()),
                ('addressees', models.JSONField(default=list, help_text='lines after Yth.')),
                ('attachment', models.CharField(blank=True, help_text='as printed after Lampiran', max_length=60)),
                ('details', models.JSONField(default=dict, help_text='name of the detail -> text')),
                ('rows', models.JSONField(default=list, help_text='[{column: text}]')),
                ('blocks', models.JSONField(help_text="the template's texts as this letter has them")),
                ('copies', models.JSONField(default=list, help_text='lines of the tembusan')),
                ('signer', models.CharField(choices=[('korkab', 'Koordinator kabupaten'), ('kasi', 'Kepala seksi / Ketua Tim'), ('kabid', 'Kepala bidang'), ('sekretaris', 'Sekretaris dinas'), ('kadis', 'Kepala dinas')], default='kadis', max_length=20)),
                ('state', models.CharField(choices=[('draft', 'Konsep'), ('submitted', 'Menunggu persetujuan'), ('approved', 'Disetujui, menunggu nomor'), ('issued', 'Bernomor')], default='draft', max_length=9)),
                ('facts', models.JSONField(default=dict, help_text='words of the matter, as they were when it was approved')),
                ('returned_reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='documents.document')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.lettertemplate')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalLetter',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('keputusan', 'Keputusan penetapan hasil validasi'), ('sk_tim', 'Keputusan tim validasi'), ('surat_tugas', 'Surat tugas'), ('undangan', 'Surat undangan'), ('pemberitahuan', 'Surat pemberitahuan'), ('notulensi', 'Notulensi rapat')], max_length=16)),
                ('matter', models.CharField(blank=True, help_text='what it belongs to, e.g. "round:4"', max_length=40)),
                ('subject', models.CharField(help_text='hal, or what stands after TENTANG', max_length=200)),
                ('dated', models.DateField()),
                ('addressees', models.JSONField(default=list, help_text='lines after Yth.')),
                ('attachment', models.CharField(blank=True, help_text='as printed after Lampiran', max_length=60)),
                ('details', models.JSONField(default=dict, help_text='name of the detail -> text')),
                ('rows', models.JSONField(default=list, help_text='[{column: text}]')),
                ('blocks', models.JSONField(help_text="the template's texts as this letter has them")),
                ('copies', models.JSONField(default=list, help_text='lines of the tembusan')),
                ('signer', models.CharField(choices=[('korkab', 'Koordinator kabupaten'), ('kasi', 'Kepala seksi / Ketua Tim'), ('kabid', 'Kepala bidang'), ('sekretaris', 'Sekretaris dinas'), ('kadis', 'Kepala dinas')], default='kadis', max_length=20)),
                ('state', models.CharField(choices=[('draft', 'Konsep'), ('submitted', 'Menunggu persetujuan'), ('approved', 'Disetujui, menunggu nomor'), ('issued', 'Bernomor')], default='draft', max_length=9)),
                ('facts', models.JSONField(default=dict, help_text='words of the matter, as they were when it was approved')),
                ('returned_reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('approved_at', models.DateTimeField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('approved_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.lettertemplate')),
            ],
            options={
                'verbose_name': 'historical letter',
                'verbose_name_plural': 'historical letters',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SigningPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('local', models.BooleanField(help_text='signing with a PKCS#12 file is allowed')),
                ('reason', models.CharField(help_text='basis, e.g. the letter that allows it', max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DocumentSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('signer', models.CharField(help_text='common name of the certificate', max_length=200)),
                ('issuer', models.CharField(blank=True, max_length=200)),
                ('serial', models.CharField(blank=True, max_length=64)),
                ('signed_at', models.DateTimeField(help_text='as the signature says; no witness unless stamped', null=True)),
                ('stamped', models.BooleanField(default=False, help_text='the time comes from a time stamping authority')),
                ('intactness', models.CharField(choices=[('intact', 'Tidak berubah sejak ditandatangani'), ('added', 'Ada tambahan setelah tanda tangan ini'), ('broken', 'Isi berubah setelah ditandatangani')], max_length=6)),
                ('trust', models.CharField(choices=[('trusted', 'Dipercaya'), ('untrusted', 'Tidak dipercaya'), ('unknown', 'Belum dapat dipastikan')], max_length=9)),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='documents.document')),
            ],
            options={
                'ordering': ['document', 'order'],
                'constraints': [models.UniqueConstraint(fields=('document', 'order'), name='signature_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(fields=('kind', 'version'), name='letter_template_version'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('state__in', ['draft', 'submitted'])), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state__in', ['approved', 'issued'])), _connector='OR'), name='letter_approved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'issued')), models.Q(models.Q(('state', 'issued'), _negated=True), ('document__isnull', True)), _connector='OR'), name='letter_number_after_approval'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('by')), _negated=True), _connector='OR'), name='letter_approved_by_another'),
        ),
        migrations.RunSQL(LETTER + FACTS, UNDO),
    ]
