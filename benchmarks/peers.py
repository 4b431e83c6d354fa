"""What the import is measured against."""

from pathlib import Path

import tablib
from django.db import connection, transaction
from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget
from python_calamine import CalamineWorkbook

from benchmarks.workbook import TITLES
from pkh_sembako.lib.names import searchable
from pkh_sembako.office.models import Desa
from programs.models import Household

TABLE = """
    CREATE TABLE bench_floor (id bigserial PRIMARY KEY, iddtks text, nokk text, nik_ktp text, nama_penerima text,
        nama_prop text, nama_kab text, nama_kec text, nama_kel text, kode_wilayah text, tahap text, bansos text,
        bank text, alamat text, no_rt text, no_rw text, dusun text, dir text, gelombang text, nominal text)
"""
COPY = """
    COPY bench_floor (iddtks, nokk, nik_ktp, nama_penerima, nama_prop, nama_kab, nama_kec, nama_kel, kode_wilayah,
        tahap, bansos, bank, alamat, no_rt, no_rw, dusun, dir, gelombang, nominal) FROM STDIN
"""


def floor(path: Path) -> None:
    """Read every cell, copy every cell, keep one unique index: less is not possible."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("CREATE UNIQUE INDEX ON bench_floor (nik_ktp)")
        with cursor.copy(COPY) as copy:
            for row in rows[1:]:
                copy.write_row(row)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_floor")


class DesaByCode(ForeignKeyWidget):
    """The ministry writes 3520072004 where Kemendagri writes 35.20.07.2004."""

    def clean(self, value, row=None, **kwargs):
        code = f"{value[:2]}.{value[2:4]}.{value[4:6]}.{value[6:]}"
        return super().clean(code, row, **kwargs)


class Families(resources.ModelResource):
    """The upsert of the families alone (no members, enrollments, list): save() writes the history."""

    nik = fields.Field("nik", "NIK_KTP")
    no_kk = fields.Field("no_kk", "NOKK")
    name = fields.Field("name", "NAMA_PENERIMA")
    desa = fields.Field("desa", "KODE_WILAYAH", widget=DesaByCode(Desa, "code"))
    alamat = fields.Field("alamat", "ALAMAT")
    dusun = fields.Field("dusun", "DUSUN")
    rt = fields.Field("rt", "NO_RT")
    rw = fields.Field("rw", "NO_RW")
    iddtks = fields.Field("iddtks", "IDDTKS")

    class Meta:
        model = Household
        import_id_fields = ("nik",)
        fields = ("nik", "no_kk", "name", "desa", "alamat", "dusun", "rt", "rw", "iddtks")
        skip_unchanged = True
        use_transactions = True

    def before_save_instance(self, instance, row, **kwargs):
        instance.name_search = searchable(instance.name)


def import_export(rows: list[list[str]], *, renumber: bool = False) -> None:
    """Upsert `rows`; `renumber` makes them families that the registry does not know."""
    if renumber:
        rows = [[*row[:2], f"9{row[2][1:]}", *row[3:]] for row in rows]
    result = Families().import_data(tablib.Dataset(*rows, headers=TITLES), raise_errors=True)
    if result.has_errors():
        raise AssertionError("import-export refused rows")
