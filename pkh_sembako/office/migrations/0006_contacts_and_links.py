"""Where letters to a kecamatan or a desa are sent, and how long a personal link is good."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0005_conduct_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPlaceContact",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="WhatsApp")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical place contact",
                "verbose_name_plural": "historical place contacts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlaceContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="WhatsApp")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="historicaloffice",
            name="link_days",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="Untuk konfirmasi camat dan desa tanpa akun; berlaku bagi tautan yang dibuat sesudah disimpan.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)],
                verbose_name="masa berlaku tautan pribadi (hari)",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="link_days",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="Untuk konfirmasi camat dan desa tanpa akun; berlaku bagi tautan yang dibuat sesudah disimpan.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)],
                verbose_name="masa berlaku tautan pribadi (hari)",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("link_days__range", (1, 90))), name="office_link_days"
            ),
        ),
        migrations.AddField(
            model_name="historicalplacecontact",
            name="desa",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="office.desa",
            ),
        ),
        migrations.AddField(
            model_name="historicalplacecontact",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalplacecontact",
            name="kecamatan",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="office.kecamatan",
            ),
        ),
        migrations.AddField(
            model_name="placecontact",
            name="desa",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="contact", to="office.desa"
            ),
        ),
        migrations.AddField(
            model_name="placecontact",
            name="kecamatan",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="contact", to="office.kecamatan"
            ),
        ),
        migrations.AddConstraint(
            model_name="placecontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("desa__isnull", True), ("kecamatan__isnull", False)),
                    models.Q(("desa__isnull", False), ("kecamatan__isnull", True)),
                    _connector="OR",
                ),
                name="contact_of_one_place",
            ),
        ),
    ]
