"""Data handed on to the bank; a receipt once recorded stays as it is."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION programs_keep_bank_data() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.handed_at IS NOT NULL THEN
            RAISE EXCEPTION 'Data yang sudah diserahkan kepada bank tidak dapat dihapus.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.recorded_at IS NOT NULL OR (OLD.file_id IS NOT NULL AND NEW.file_id IS DISTINCT FROM OLD.file_id)
       OR (OLD.handed_at IS NOT NULL AND NEW.handed_at IS DISTINCT FROM OLD.handed_at) THEN
        RAISE EXCEPTION 'Data yang sudah diserahkan kepada bank dan tanda terimanya tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON programs_bankdata
    FOR EACH ROW EXECUTE FUNCTION programs_keep_bank_data();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("programs", "0021_kks_schedule_receipt"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankData",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank", models.CharField(max_length=40, verbose_name="bank penyalur")),
                ("purpose", models.CharField(max_length=200, verbose_name="keperluan")),
                (
                    "families",
                    models.PositiveIntegerField(
                        default=0, help_text="those with a NIK, on the first sheet", verbose_name="keluarga"
                    ),
                ),
                ("without_nik", models.PositiveIntegerField(default=0, verbose_name="keluarga tanpa NIK")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("handed_at", models.DateTimeField(null=True, verbose_name="diserahkan")),
                ("receiver", models.CharField(blank=True, max_length=120, verbose_name="diterima oleh")),
                ("receiver_position", models.CharField(blank=True, max_length=120, verbose_name="jabatan penerima")),
                ("received_on", models.DateField(null=True, verbose_name="tanggal diterima")),
                ("recorded_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_data", to="programs.round"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_at__isnull", True),
                            models.Q(("file__isnull", False), ("handed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="bank_data_handed_over_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("evidence__isnull", True),
                                ("received_on__isnull", True),
                                ("receiver", ""),
                                ("recorded_by__isnull", True),
                            ),
                            models.Q(
                                ("evidence__isnull", False),
                                ("received_on__isnull", False),
                                ("recorded_by__isnull", False),
                                ("handed_at__isnull", False),
                                models.Q(("receiver", ""), _negated=True),
                                models.Q(("receiver_position", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bank_data_receipt_is_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION programs_keep_bank_data() CASCADE"),
    ]
