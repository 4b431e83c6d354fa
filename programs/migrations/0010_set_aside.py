"""What the Kabid let pass stands on the revision itself; the guard of 0002 keeps it as drafted like all the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0009_file_states")]

    operations = [
        migrations.AddField(
            model_name="barevision",
            name="set_aside",
            field=models.JSONField(
                default=list, help_text="steps of the SOP let pass or skipped before: services.berita_acara.SetAside"
            ),
        ),
    ]
