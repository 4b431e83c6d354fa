"""Links that fell out of the signing chain stand on the revision; the guard of 0002 keeps them as drafted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0014_siksng")]

    operations = [
        migrations.AddField(
            model_name="barevision",
            name="left_out",
            field=models.JSONField(default=list, help_text="links that fell out of the chain: services.chain.LeftOut"),
        ),
    ]
