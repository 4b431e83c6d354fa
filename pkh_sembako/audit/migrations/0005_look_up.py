"""The counter's searches are a kind of reading of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_watch")]

    operations = [
        migrations.AlterField(
            model_name="readlog",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reveal", "Menampilkan nomor identitas"),
                    ("export", "Mengekspor data"),
                    ("download", "Mengunduh berkas"),
                    ("check", "Mencocokkan NIK"),
                    ("look_up", "Mencari di loket"),
                ],
                max_length=12,
            ),
        ),
    ]
