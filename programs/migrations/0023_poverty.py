"""The district's own poverty data."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("programs", "0022_bank_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PovertyList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nama daftar")),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun data")),
                ("in_force_from", models.DateField(verbose_name="berlaku sejak")),
                ("rows_read", models.PositiveIntegerField(verbose_name="baris dibaca")),
                ("refused", models.JSONField(default=list, help_text="[{sheet, row, column, code, message}]")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["-in_force_from", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PovertyRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField(help_text="row of the sheet, 1-based")),
                ("nik", models.CharField(blank=True, max_length=16)),
                ("no_kk", models.CharField(blank=True, max_length=16)),
                ("name", models.CharField(max_length=120)),
                (
                    "list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="programs.povertylist",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="povertylist",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2007), ("year__lte", 2100)), name="poverty_list_year"
            ),
        ),
        migrations.AddIndex(
            model_name="povertyrow",
            index=models.Index(fields=["list", "nik"], name="poverty_row_nik"),
        ),
        migrations.AddIndex(
            model_name="povertyrow",
            index=models.Index(fields=["list", "no_kk"], name="poverty_row_kk"),
        ),
        migrations.AddConstraint(
            model_name="povertyrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nik", ""), _negated=True), models.Q(("no_kk", ""), _negated=True), _connector="OR"
                ),
                name="poverty_row_has_a_number",
            ),
        ),
    ]
