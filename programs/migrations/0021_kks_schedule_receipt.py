"""Kecamatan confirm the schedule; who receives it is not who made it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("office", "0005_conduct_version"),
        ("programs", "0020_fallen_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KksScheduleReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("recorded_for", models.BooleanField(default=False, verbose_name="dicatat Dinas untuk kecamatan")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="catatan")),
            ],
            options={
                "ordering": ["kecamatan"],
            },
        ),
        migrations.AddField(
            model_name="historicalkksschedule",
            name="made_for_bank",
            field=models.BooleanField(default=False, verbose_name="disusun Dinas untuk bank"),
        ),
        migrations.AddField(
            model_name="kksschedule",
            name="made_for_bank",
            field=models.BooleanField(default=False, verbose_name="disusun Dinas untuk bank"),
        ),
        migrations.AddConstraint(
            model_name="kksschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_by__isnull", True),
                    models.Q(("received_by", models.F("made_by")), _negated=True),
                    ("made_for_bank", True),
                    _connector="OR",
                ),
                name="kks_schedule_received_by_another",
            ),
        ),
        migrations.AddField(
            model_name="kksschedulereceipt",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="kksschedulereceipt",
            name="evidence",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="kksschedulereceipt",
            name="kecamatan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.kecamatan"
            ),
        ),
        migrations.AddField(
            model_name="kksschedulereceipt",
            name="schedule",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="receipts",
                to="programs.kksschedule",
            ),
        ),
        migrations.AddConstraint(
            model_name="kksschedulereceipt",
            constraint=models.UniqueConstraint(fields=("schedule", "kecamatan"), name="kks_schedule_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="kksschedulereceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_for", False), ("evidence__isnull", False), _connector="OR"),
                name="kks_schedule_receipt_with_paper",
            ),
        ),
    ]
