"""Berita Acara of cards: its totals are the database's own at that moment, and it never changes afterwards."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The tally is written by the cards' own trigger (0019); whoever makes the paper holds its row.
GUARD = """
CREATE FUNCTION programs_guard_kks_ba() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    t programs_kkstally%ROWTYPE;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'Berita Acara kartu tidak dapat diubah atau dihapus.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT * INTO t FROM programs_kkstally WHERE round_id = NEW.round_id AND desa_id = NEW.desa_id FOR UPDATE;
    IF NOT FOUND OR (t.received, t.handed_over, t.to_do, t.returned, t.lost, t.replaced) IS DISTINCT FROM
       (NEW.received, NEW.handed_over, NEW.to_do, NEW.returned, NEW.lost, NEW.replaced) THEN
        RAISE EXCEPTION 'Jumlah kontrol Berita Acara tidak sama dengan jumlah kartu yang tercatat.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF jsonb_array_length(NEW.rows) <> (CASE NEW.kind WHEN 'pengembalian' THEN NEW.returned ELSE NEW.received END) THEN
        RAISE EXCEPTION 'Banyaknya baris daftar tidak sama dengan jumlah kontrol Berita Acara.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON programs_kksberitaacara
    FOR EACH ROW EXECUTE FUNCTION programs_guard_kks_ba();
SELECT audit_watch('programs_kksberitaacara', 'rows');
"""
UNDO = """
DROP FUNCTION programs_guard_kks_ba() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_cancelled_stays"),
        ("office", "0005_conduct_version"),
        ("programs", "0023_poverty"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KksBeritaAcara",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("serah_terima", "Serah terima"), ("pengembalian", "Pengembalian")], max_length=12
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="alasan versi baru")),
                ("received", models.PositiveIntegerField()),
                ("handed_over", models.PositiveIntegerField()),
                ("to_do", models.PositiveIntegerField()),
                ("returned", models.PositiveIntegerField()),
                ("lost", models.PositiveIntegerField()),
                ("replaced", models.PositiveIntegerField()),
                ("rows", models.JSONField(help_text="the list as printed, one object a card (queries.kks_ba)")),
                ("list_hash", models.CharField(max_length=64)),
                ("counted_at", models.DateTimeField(help_text="the moment of totals and rows")),
                ("place", models.CharField(max_length=120, verbose_name="tempat")),
                (
                    "signers",
                    models.JSONField(help_text="[{institution, title, name, nip}] of Dinas, desa, bank, in this order"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="office.desa"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kks_berita_acara",
                        to="documents.document",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="programs.kksberitaacara",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.round",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "desa", "kind", "version"), name="kks_ba_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "received",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("handed_over"), "+", models.F("to_do")
                                            ),
                                            "+",
                                            models.F("returned"),
                                        ),
                                        "+",
                                        models.F("lost"),
                                    ),
                                    "+",
                                    models.F("replaced"),
                                ),
                            )
                        ),
                        name="kks_ba_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces__isnull", True), ("version", 1)),
                            models.Q(
                                ("replaces__isnull", False), ("version__gt", 1), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="kks_ba_names_the_earlier",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
