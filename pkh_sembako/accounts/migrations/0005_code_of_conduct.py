"""Kode etik: versions and acceptances, neither ever changed; a first version to start from."""

from datetime import date

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FIRST = """\
Kerahasiaan: membuka NIK, nomor KK, dan data keluarga hanya untuk tugas saya, dan tidak menyalin, memotret, atau \
membagikannya lewat pesan dan media sosial.
Akun: memakai akun saya sendiri, tidak meminjamkan kata sandi atau kode, dan keluar dari aplikasi saat meninggalkan meja.
Gratifikasi: tidak meminta atau menerima uang, barang, atau jasa dari keluarga penerima, desa, bank, maupun penyedia.
Kartu dan uang bantuan: tidak menyimpan KKS atau PIN milik keluarga, tidak memotong, dan tidak mengarahkan belanja mereka.
Netralitas: tidak memakai bantuan, data, atau jabatan saya untuk kepentingan politik, golongan, atau pribadi.
Keadilan: melayani setiap keluarga dengan hormat, tanpa membedakan agama, suku, pilihan politik, atau hubungan keluarga.
Kejujuran: mencatat apa yang benar-benar saya temukan dan lakukan, atas nama saya sendiri.
Benturan kepentingan: menyerahkan pemeriksaan keluarga saya sendiri dan kerabat dekat kepada petugas lain.
Pelaporan: segera melaporkan kebocoran data, pungutan, atau pelanggaran kepada atasan atau Inspektorat."""

CREATE = """
CREATE FUNCTION accounts_keep_conduct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Kode etik dan persetujuannya tidak dapat diubah atau dihapus.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_codeofconduct
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_conduct();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_codeacceptance
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_conduct();
"""

DROP = """
DROP TRIGGER append_only ON accounts_codeacceptance;
DROP TRIGGER append_only ON accounts_codeofconduct;
DROP FUNCTION accounts_keep_conduct();
"""


def first_version(apps, schema_editor) -> None:
    apps.get_model("accounts", "CodeOfConduct").objects.create(version=1, text=FIRST, dated=date(2026, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_second_factor")]

    operations = [
        migrations.CreateModel(
            name="CodeOfConduct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="versi")),
                ("text", models.TextField(verbose_name="butir kode etik")),
                ("dated", models.DateField(verbose_name="berlaku sejak")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-version"]},
        ),
        migrations.CreateModel(
            name="CodeAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="diterima pada")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code_acceptances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="accounts.codeofconduct",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [models.UniqueConstraint(fields=("user", "code"), name="code_accepted_once")],
            },
        ),
        # A row written in the same transaction would leave trigger events behind, which a new trigger may not meet.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunPython(first_version, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(CREATE, DROP),
    ]
