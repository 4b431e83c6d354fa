"""A kecamatan may confirm the schedule through a personal link, without an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("office", "0006_contacts_and_links"),
        ("programs", "0025_poverty_in_background"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="kksschedulereceipt",
            name="through",
            field=models.CharField(blank=True, max_length=300, verbose_name="melalui"),
        ),
        migrations.AlterField(
            model_name="kksschedulereceipt",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="kksschedulereceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", False), ("through", "")),
                    models.Q(("by__isnull", True), ("recorded_for", False), models.Q(("through", ""), _negated=True)),
                    _connector="OR",
                ),
                name="kks_schedule_receipt_by_somebody",
            ),
        ),
    ]
