"""Surat pemberitahuan of a cycle to each kecamatan; which desa was told stays as it was recorded."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KEPT = """
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON sop_desainformed
    FOR EACH ROW EXECUTE FUNCTION sop_refuse_change();
SELECT audit_watch('sop_desainformed');
SELECT audit_watch('sop_notice');
"""
UNDO = """
DROP TRIGGER immutable ON sop_desainformed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("office", "0005_conduct_version"),
        ("sop", "0007_finding_handed_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DesaInformed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("informed_on", models.DateField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("meeting", "Rapat koordinasi"),
                            ("letter", "Surat atau tembusan"),
                            ("message", "Telepon atau pesan"),
                            ("visit", "Kunjungan"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "recorded_for",
                    models.BooleanField(default=False, help_text="written down by the Dinas for the kecamatan"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desa_informed",
                        to="sop.cycle",
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.desa"),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["desa__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "desa"), name="desa_informed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_for", False), ("evidence__isnull", False), _connector="OR"),
                        name="desa_informed_with_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="sop.cycle",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice", to="documents.letter"
                    ),
                ),
            ],
            options={
                "ordering": ["kecamatan__name"],
                "constraints": [models.UniqueConstraint(fields=("cycle", "kecamatan"), name="notice_once")],
            },
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
