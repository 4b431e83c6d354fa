"""The label of one channel: "Pos-el", as everywhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0011_determined_with_code"),
    ]

    operations = [
        migrations.AlterField(
            model_name="receipt",
            name="channel",
            field=models.CharField(
                choices=[
                    ("siks_ng", "Unggah di SIKS-NG"),
                    ("email", "Pos-el"),
                    ("surat", "Surat"),
                    ("langsung", "Diserahkan langsung"),
                ],
                max_length=12,
                verbose_name="saluran",
            ),
        ),
    ]
