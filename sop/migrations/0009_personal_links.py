"""Personal links with a code: what they are for, and what the database keeps of them once they are used or dead."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION sop_guard_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Tautan pribadi tidak dapat dihapus.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.used_at IS NOT NULL OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'Tautan pribadi yang sudah dipakai atau dicabut tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.cycle_id, NEW.letter_id, NEW.schedule_id, NEW.kecamatan_id, NEW.desa_id, NEW.by_id, NEW.at, NEW.expires_at)
        IS DISTINCT FROM
       (OLD.cycle_id, OLD.letter_id, OLD.schedule_id, OLD.kecamatan_id, OLD.desa_id, OLD.by_id, OLD.at, OLD.expires_at)
        OR (OLD.token_hash IS NOT NULL AND (NEW.token_hash, NEW.code_hash)
            IS DISTINCT FROM (OLD.token_hash, OLD.code_hash))
        OR NEW.attempts < OLD.attempts THEN
        RAISE EXCEPTION 'Isi tautan pribadi tidak dapat diubah; buat tautan baru.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.used_at IS NOT NULL
        AND (OLD.token_hash IS NULL OR OLD.attempts >= 5 OR NEW.used_at >= OLD.expires_at) THEN
        RAISE EXCEPTION 'Tautan pribadi ini terkunci, belum dikirim, atau lewat masa berlakunya.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON sop_personallink FOR EACH ROW EXECUTE FUNCTION sop_guard_link();
SELECT audit_watch('sop_personallink', 'token_hash,code_hash');
"""
UNDO = """
DROP FUNCTION sop_guard_link() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("office", "0006_contacts_and_links"),
        ("programs", "0026_personal_links"),
        ("sop", "0008_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="desainformed",
            name="channel",
            field=models.CharField(
                choices=[
                    ("meeting", "Rapat koordinasi"),
                    ("letter", "Surat atau tembusan"),
                    ("message", "Telepon atau pesan"),
                    ("visit", "Kunjungan"),
                    ("link", "Tautan pribadi"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="desainformed",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="LinkTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["source", "at"], name="linktry_source")],
            },
        ),
        migrations.CreateModel(
            name="PersonalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("mail_to", models.EmailField(blank=True, max_length=254)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "sent_at",
                    models.DateTimeField(help_text="mailed, or shown to the officer who hands it on", null=True),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, help_text="wrong codes")),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("agreed", models.BooleanField(help_text="false: an objection to the schedule", null=True)),
                ("name", models.CharField(blank=True, help_text="who confirmed", max_length=120)),
                ("position", models.CharField(blank=True, max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="personal_links", to="sop.cycle"
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.desa"
                    ),
                ),
                (
                    "kecamatan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.kecamatan"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personal_links",
                        to="documents.letter",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.kksschedule",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="desainformed",
            name="link",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="told", to="sop.personallink"
            ),
        ),
        migrations.AddConstraint(
            model_name="desainformed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", False), ("link__isnull", True)),
                    models.Q(("by__isnull", True), ("channel", "link"), ("link__isnull", False)),
                    _connector="OR",
                ),
                name="desa_informed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("letter__isnull", False), ("schedule__isnull", True)),
                    models.Q(("letter__isnull", True), ("schedule__isnull", False)),
                    _connector="OR",
                ),
                name="link_for_one_matter",
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(condition=models.Q(("attempts__lte", 5)), name="link_few_tries"),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed__isnull", True), ("name", ""), ("position", ""), ("used_at__isnull", True)),
                    models.Q(
                        ("agreed__isnull", False),
                        ("used_at__isnull", False),
                        models.Q(("name", ""), _negated=True),
                        models.Q(("position", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="link_used_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True), ("used_at__isnull", True)),
                fields=("letter", "schedule", "kecamatan", "desa"),
                name="one_standing_link",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
