"""The newest version of the kode etik stands on the office's row, which every request reads anyway."""

from django.db import migrations, models

FIELD = {"default": 0, "editable": False, "help_text": "newest version of the kode etik; read with the office on each request"}


class Migration(migrations.Migration):
    dependencies = [("office", "0004_watched")]

    operations = [
        migrations.AddField("historicaloffice", "conduct_version", models.PositiveSmallIntegerField(**FIELD)),
        migrations.AddField("office", "conduct_version", models.PositiveSmallIntegerField(**FIELD)),
    ]
