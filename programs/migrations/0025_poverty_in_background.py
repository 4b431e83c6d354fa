"""The poverty list is read in the background: it is there before its rows are."""

from django.db import migrations, models
from django.db.models import F


def all_so_far_were_read(apps, schema_editor) -> None:
    apps.get_model("programs", "PovertyList").objects.update(read_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("programs", "0024_kks_berita_acara")]

    operations = [
        migrations.AddField(
            model_name="povertylist",
            name="read_at",
            field=models.DateTimeField(null=True, verbose_name="selesai dibaca"),
        ),
        migrations.AddField(
            model_name="povertylist",
            name="refusal",
            field=models.CharField(blank=True, max_length=600, verbose_name="sebab ditolak"),
        ),
        migrations.AlterField(
            model_name="povertylist",
            name="rows_read",
            field=models.PositiveIntegerField(default=0, verbose_name="baris dibaca"),
        ),
        migrations.RunPython(all_so_far_were_read, migrations.RunPython.noop),
    ]
