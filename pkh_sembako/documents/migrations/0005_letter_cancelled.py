"""An approved or numbered letter can be cancelled, with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_approved_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_number_after_approval',
        ),
        migrations.AddField(
            model_name='historicalletter',
            name='cancelled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='historicalletter',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalletter',
            name='cancelled_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='letter',
            name='cancelled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='cancelled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='cancelled_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name='document',
            name='state',
            field=models.CharField(choices=[('issued', 'Terbit, menunggu tanda tangan'), ('final', 'Final'), ('void', 'Dibatalkan')], default='issued', max_length=8),
        ),
        migrations.AlterField(
            model_name='historicalletter',
            name='state',
            field=models.CharField(choices=[('draft', 'Konsep'), ('submitted', 'Menunggu persetujuan'), ('approved', 'Disetujui, menunggu nomor'), ('issued', 'Bernomor'), ('cancelled', 'Dibatalkan')], default='draft', max_length=9),
        ),
        migrations.AlterField(
            model_name='letter',
            name='state',
            field=models.CharField(choices=[('draft', 'Konsep'), ('submitted', 'Menunggu persetujuan'), ('approved', 'Disetujui, menunggu nomor'), ('issued', 'Bernomor'), ('cancelled', 'Dibatalkan')], default='draft', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('state__in', ['draft', 'submitted'])), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state__in', ['approved', 'issued', 'cancelled'])), _connector='OR'), name='letter_approved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'issued')), ('state', 'cancelled'), models.Q(models.Q(('state', 'issued'), _negated=True), ('document__isnull', True)), _connector='OR'), name='letter_number_after_approval'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('state', 'cancelled'), models.Q(('cancelled_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('cancelled_by__isnull', True), ('cancelled_reason', '')), _connector='OR'), name='letter_cancelled_with_reason'),
        ),
    ]
