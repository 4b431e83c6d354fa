"""The receipt of PKH Pusat, which no one changes afterwards."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FROZEN = """
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON programs_receipt
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_guards"),
        ("programs", "0005_nik_taken_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_on", models.DateField(verbose_name="tanggal dikirim")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("siks_ng", "Unggah di SIKS-NG"),
                            ("email", "Surel"),
                            ("surat", "Surat"),
                            ("langsung", "Diserahkan langsung"),
                        ],
                        max_length=12,
                        verbose_name="saluran",
                    ),
                ),
                ("receiver", models.CharField(max_length=120, verbose_name="penerima")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="programs.determination",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.RunSQL(FROZEN, "DROP TRIGGER frozen ON programs_receipt;"),
    ]
