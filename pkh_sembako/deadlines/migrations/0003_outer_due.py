"""Batas Kemensos beside the SOP's due moment (clock.md, Lateness stays on the SOP clock)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0002_stand_in_parent_and_granted_date'),
    ]

    operations = [
        migrations.AddField(
            model_name='deadline',
            name='outer_due',
            field=models.DateTimeField(help_text='batas Kemensos: no pause and no extension moves it', null=True),
        ),
    ]
