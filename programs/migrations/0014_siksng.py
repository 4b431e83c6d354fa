"""What must be typed into SIKS-NG, the acts that say it was, and what an export of SIKS-NG showed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Whether a change is open follows from its acts alone; a row of either table is never rewritten or deleted.
GUARD = """
CREATE FUNCTION programs_guard_siks_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last programs_siksact%ROWTYPE;
    open_now boolean;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'Catatan siapa yang menginput di SIKS-NG tidak dapat diubah atau dihapus.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT is_open INTO open_now FROM programs_sikschange WHERE id = NEW.change_id FOR UPDATE;
    IF NEW.verdict <> 'undone' AND NOT open_now THEN
        RAISE EXCEPTION 'Perubahan ini sudah ditandai.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.verdict = 'undone' THEN
        SELECT * INTO last FROM programs_siksact WHERE change_id = NEW.change_id ORDER BY id DESC LIMIT 1;
        IF last.id IS NULL OR last.verdict NOT IN ('entered', 'matched') OR last.by_id <> NEW.by_id THEN
            RAISE EXCEPTION 'Tanda hanya dapat dibatalkan oleh orang yang memberikannya.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION programs_close_siks_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE programs_sikschange SET is_open = (NEW.verdict = 'undone') WHERE id = NEW.change_id;
    RETURN NULL;
END $$;

CREATE FUNCTION programs_guard_siks_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 OR (to_jsonb(NEW) - 'is_open') <> (to_jsonb(OLD) - 'is_open') THEN
        RAISE EXCEPTION 'Perubahan untuk SIKS-NG tidak dapat diubah atau dihapus.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON programs_siksact
    FOR EACH ROW EXECUTE FUNCTION programs_guard_siks_act();
CREATE TRIGGER closes AFTER INSERT ON programs_siksact
    FOR EACH ROW EXECUTE FUNCTION programs_close_siks_change();
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON programs_sikschange
    FOR EACH ROW EXECUTE FUNCTION programs_guard_siks_change();
SELECT audit_watch('programs_siksact');
"""
UNDO = """
DROP FUNCTION programs_guard_siks_act() CASCADE;
DROP FUNCTION programs_close_siks_change() CASCADE;
DROP FUNCTION programs_guard_siks_change() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_watch"),
        ("documents", "0002_guards"),
        ("office", "0002_people_as_they_are"),
        ("programs", "0013_sheets_and_recheck"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SiksChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "member_key",
                    models.BigIntegerField(default=0, help_text="id of the member, 0 = the family and its pengurus"),
                ),
                ("about", models.CharField(help_text="name of the person when it was changed", max_length=120)),
                ("nik", models.CharField(blank=True, help_text="the person's NIK before the change", max_length=16)),
                (
                    "program",
                    models.CharField(
                        blank=True,
                        choices=[("pkh", "PKH"), ("sembako", "Sembako")],
                        help_text="of a kepesertaan only",
                        max_length=8,
                    ),
                ),
                ("field", models.CharField(help_text="see queries.siksng_fields.COLUMNS", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identitas", "Identitas"),
                            ("alamat", "Alamat dan wilayah"),
                            ("anggota", "Anggota masuk atau keluar"),
                            ("komponen", "Komponen PKH"),
                            ("kepesertaan", "Kepesertaan"),
                        ],
                        max_length=12,
                        verbose_name="jenis perubahan",
                    ),
                ),
                ("old", models.JSONField(help_text="what SIKS-NG should still have")),
                ("new", models.JSONField(help_text="what is to be typed")),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_open", models.BooleanField(default=True, help_text="set by the acts, never by hand")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="siks_changes",
                        to="programs.household",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        help_text="whose determination it was",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.round",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SiksComparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("program", models.CharField(choices=[("pkh", "PKH"), ("sembako", "Sembako")], max_length=8)),
                ("layout", models.CharField(blank=True, max_length=8)),
                (
                    "counts",
                    models.JSONField(
                        default=dict, help_text="rows refused skipped families equal ticked, and per category"
                    ),
                ),
                ("notes", models.JSONField(default=list, help_text="sentences about the file and its refused rows")),
                ("refusal", models.CharField(blank=True, help_text="why nothing could be read", max_length=600)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("compared_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SiksAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("entered", "Sudah diinput"),
                            ("matched", "Sudah sama menurut ekspor"),
                            ("undone", "Tanda dibatalkan"),
                            ("replaced", "Digantikan perubahan berikutnya"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="programs.sikschange",
                    ),
                ),
                (
                    "comparison",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="programs.sikscomparison",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SiksDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("sama", "Sudah sama"),
                            ("belum", "Belum diinput"),
                            ("berbeda", "Berbeda tanpa perubahan dari kami"),
                            ("bukan_kami", "Tidak ada di registri"),
                            ("tidak_di_berkas", "Tidak ada di berkas"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("nik", models.CharField(blank=True, max_length=16)),
                ("no_kk", models.CharField(blank=True, max_length=16)),
                ("place", models.CharField(blank=True, help_text="sheet and row of the export", max_length=120)),
                (
                    "values",
                    models.JSONField(
                        default=list, help_text="[{field, program, member_key, about, theirs, ours, change, ticked}]"
                    ),
                ),
                (
                    "comparison",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="differences",
                        to="programs.sikscomparison",
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="office.desa",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="programs.household",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="sikschange",
            index=models.Index(fields=["household", "member_key", "field", "-id"], name="siks_change_key"),
        ),
        migrations.AddConstraint(
            model_name="sikschange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_open", True)),
                fields=("household", "member_key", "program", "field"),
                name="siks_one_open_per_value",
            ),
        ),
        migrations.AddIndex(
            model_name="siksact",
            index=models.Index(fields=["change", "-id"], name="siks_act_change"),
        ),
        migrations.AddConstraint(
            model_name="siksact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comparison__isnull", False), ("verdict", "matched")),
                    models.Q(models.Q(("verdict", "matched"), _negated=True), ("comparison__isnull", True)),
                    _connector="OR",
                ),
                name="siks_match_has_file",
            ),
        ),
        migrations.AddIndex(
            model_name="siksdifference",
            index=models.Index(fields=["comparison", "category", "id"], name="siks_difference_page"),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
