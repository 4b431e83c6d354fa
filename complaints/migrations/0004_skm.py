"""The survey: periods of a service do not overlap, answers come in time and stay, questions stay once answered."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# int8range instead of the number itself: an exclusion constraint over it needs no extension.
PERIODS = """
ALTER TABLE complaints_survey ADD CONSTRAINT survey_periods_do_not_overlap EXCLUDE USING gist
    (int8range(service_id, service_id, '[]') WITH &&, daterange(opens_on, closes_on, '[]') WITH &&);

CREATE FUNCTION complaints_guard_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'Survei ini sudah ditutup dan tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT 1 FROM complaints_surveyresponse r WHERE r.survey_id = OLD.id AND (
        (NEW.service_id, NEW.year) IS DISTINCT FROM (OLD.service_id, OLD.year)
        OR r."on" NOT BETWEEN NEW.opens_on AND NEW.closes_on)) THEN
        RAISE EXCEPTION 'Masa survei harus tetap memuat semua jawaban yang sudah masuk.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON complaints_survey
    FOR EACH ROW EXECUTE FUNCTION complaints_guard_survey();
"""

# The share lock waits for whoever is closing the survey at this moment.
RESPONSES = """
CREATE FUNCTION complaints_guard_response() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    it complaints_survey;
BEGIN
    SELECT * INTO it FROM complaints_survey WHERE id = NEW.survey_id FOR SHARE;
    IF it.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'Survei ini sudah ditutup; jawaban tidak dapat ditambahkan.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW."on" NOT BETWEEN it.opens_on AND it.closes_on THEN
        RAISE EXCEPTION 'Tanggal jawaban di luar masa survei.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_time BEFORE INSERT ON complaints_surveyresponse
    FOR EACH ROW EXECUTE FUNCTION complaints_guard_response();

CREATE FUNCTION complaints_survey_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Jawaban dan laporan survei tidak dapat diubah atau dihapus (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON complaints_surveyresponse
    FOR EACH ROW EXECUTE FUNCTION complaints_survey_stays();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON complaints_surveybatch
    FOR EACH ROW EXECUTE FUNCTION complaints_survey_stays();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON complaints_surveyreport
    FOR EACH ROW EXECUTE FUNCTION complaints_survey_stays();

CREATE FUNCTION complaints_guard_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM complaints_surveyresponse WHERE survey_id = COALESCE(OLD.survey_id, NEW.survey_id)) THEN
        RAISE EXCEPTION 'Survei ini sudah dijawab; pertanyaannya tidak dapat diubah.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER unanswered BEFORE INSERT OR UPDATE OR DELETE ON complaints_surveyquestion
    FOR EACH ROW EXECUTE FUNCTION complaints_guard_question();
"""
WATCH = "SELECT audit_watch('complaints_surveyreport', 'figures');"

UNDO = """
DROP FUNCTION complaints_guard_question() CASCADE;
DROP FUNCTION complaints_survey_stays() CASCADE;
DROP FUNCTION complaints_guard_response() CASCADE;
DROP FUNCTION complaints_guard_survey() CASCADE;
ALTER TABLE complaints_survey DROP CONSTRAINT survey_periods_do_not_overlap;
DROP TRIGGER IF EXISTS chain_write ON complaints_surveyreport;
DROP TRIGGER IF EXISTS chain_delete ON complaints_surveyreport;
"""
# What an office of the seeds asks about; it edits the list on /skm/kelola/layanan/.
SERVICES = """
INSERT INTO complaints_surveyservice (slug, name, is_active) VALUES
    ('pendampingan-pkh', 'Pendampingan PKH', true),
    ('sembako-kks', 'Program Sembako dan Kartu Keluarga Sejahtera (KKS)', true),
    ('pengaduan', 'Pelayanan pengaduan', true),
    ('loket', 'Pelayanan loket Dinas Sosial', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0003_draft_sent_once"),
        ("documents", "0006_cancelled_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=30, unique=True, verbose_name="kode pada alamat")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="nama layanan")),
                ("is_active", models.BooleanField(default=True, verbose_name="masih disurvei")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("opens_on", models.DateField(verbose_name="mulai")),
                ("closes_on", models.DateField(verbose_name="sampai")),
                (
                    "population",
                    models.PositiveIntegerField(
                        help_text="N of the sample size", verbose_name="penerima layanan setahun"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="complaints.surveyservice",
                        verbose_name="layanan",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "service"],
            },
        ),
        migrations.CreateModel(
            name="SurveyBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("web", "Diisi di laman"),
                            ("kertas", "Diketik dari kertas"),
                            ("berkas", "Diimpor dari berkas"),
                        ],
                        max_length=6,
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("refused", models.PositiveIntegerField(default=0)),
                (
                    "sha256",
                    models.CharField(
                        blank=True, help_text="of an imported file: the same file is taken once", max_length=64
                    ),
                ),
                ("key", models.UUIDField(help_text="of the form sent: sending it twice is once", unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="complaints.survey"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SurveyQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("element", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200, verbose_name="pertanyaan")),
                ("answer1", models.CharField(max_length=60, verbose_name="jawaban 1")),
                ("answer2", models.CharField(max_length=60, verbose_name="jawaban 2")),
                ("answer3", models.CharField(max_length=60, verbose_name="jawaban 3")),
                ("answer4", models.CharField(max_length=60, verbose_name="jawaban 4")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="complaints.survey"
                    ),
                ),
            ],
            options={
                "ordering": ["element"],
            },
        ),
        migrations.CreateModel(
            name="SurveyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField()),
                ("figures", models.JSONField(help_text="services.skm_report.figures")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_report",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SurveyResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(help_text="drawn with the form: sending it twice is once", unique=True)),
                ("u1", models.PositiveSmallIntegerField()),
                ("u2", models.PositiveSmallIntegerField()),
                ("u3", models.PositiveSmallIntegerField()),
                ("u4", models.PositiveSmallIntegerField()),
                ("u5", models.PositiveSmallIntegerField()),
                ("u6", models.PositiveSmallIntegerField()),
                ("u7", models.PositiveSmallIntegerField()),
                ("u8", models.PositiveSmallIntegerField()),
                ("u9", models.PositiveSmallIntegerField()),
                (
                    "age",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sd24", "24 tahun ke bawah"),
                            ("sd34", "25 sampai 34 tahun"),
                            ("sd44", "35 sampai 44 tahun"),
                            ("sd54", "45 sampai 54 tahun"),
                            ("sd64", "55 sampai 64 tahun"),
                            ("dari65", "65 tahun ke atas"),
                        ],
                        max_length=6,
                        verbose_name="umur",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("P", "Perempuan"), ("L", "Laki-laki")],
                        max_length=1,
                        verbose_name="jenis kelamin",
                    ),
                ),
                (
                    "schooling",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tidak", "Tidak tamat SD"),
                            ("sd", "SD atau sederajat"),
                            ("smp", "SMP atau sederajat"),
                            ("sma", "SMA atau sederajat"),
                            ("diploma", "Diploma (D1 sampai D3)"),
                            ("s1", "D4 atau S1"),
                            ("s2", "S2 atau S3"),
                        ],
                        max_length=8,
                        verbose_name="pendidikan",
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tani", "Petani, nelayan, atau buruh"),
                            ("rumah", "Mengurus rumah tangga"),
                            ("usaha", "Wirausaha atau pedagang"),
                            ("swasta", "Pegawai swasta"),
                            ("negeri", "ASN, TNI, atau Polri"),
                            ("sekolah", "Pelajar atau mahasiswa"),
                            ("tidak", "Tidak bekerja"),
                            ("lain", "Lainnya"),
                        ],
                        max_length=8,
                        verbose_name="pekerjaan",
                    ),
                ),
                ("suggestion", models.TextField(blank=True, max_length=1000, verbose_name="saran")),
                ("on", models.DateField(verbose_name="tanggal")),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="complaints.surveybatch",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="complaints.survey"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SurveyPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("element", models.PositiveSmallIntegerField()),
                ("action", models.TextField(max_length=1000, verbose_name="rencana tindak lanjut")),
                ("owner", models.CharField(max_length=120, verbose_name="penanggung jawab")),
                ("due", models.DateField(verbose_name="selesai paling lambat")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="complaints.surveyservice"
                    ),
                ),
            ],
            options={
                "ordering": ["service", "element"],
            },
        ),
        migrations.AddConstraint(
            model_name="surveybatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sha256", ""), _negated=True),
                fields=("survey", "sha256"),
                name="survey_file_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.UniqueConstraint(fields=("survey", "element"), name="survey_question_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("element__range", (1, 9))), name="survey_question_of_an_unsur"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyreport",
            constraint=models.UniqueConstraint(fields=("year", "version"), name="survey_report_version"),
        ),
        migrations.AddConstraint(
            model_name="surveyresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("u1__range", (1, 4)),
                    ("u2__range", (1, 4)),
                    ("u3__range", (1, 4)),
                    ("u4__range", (1, 4)),
                    ("u5__range", (1, 4)),
                    ("u6__range", (1, 4)),
                    ("u7__range", (1, 4)),
                    ("u8__range", (1, 4)),
                    ("u9__range", (1, 4)),
                ),
                name="survey_answers_are_1_to_4",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyplan",
            constraint=models.UniqueConstraint(fields=("service", "year", "element"), name="survey_plan_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("element__range", (1, 9))), name="survey_plan_of_an_unsur"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="survey_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__year", models.F("year")), ("opens_on__year", models.F("year"))),
                name="survey_lies_in_its_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("population__gte", 1)), name="survey_has_a_population"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="survey_closed_by_somebody",
            ),
        ),
        migrations.RunSQL(PERIODS + RESPONSES + WATCH + SERVICES, UNDO),
    ]
