"""SIKS-NG's own order of columns (layout V4, domain.md 3), and how a value is written for the officer who types it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from pkh_sembako.lib.dates import tanggal_pendek
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Desa
from programs.enums import Component, EnrollmentStatus, Program, Sex
from programs.models.siksng import SiksKind

GONE = "anggota"  # the field that stands for a person as a whole
IDENTITY_FIELDS = ("nik", "no_kk")
# As comparing_sql.PLAIN has it.
ELIGIBLE = (EnrollmentStatus.CANDIDATE, EnrollmentStatus.VALIDATED, EnrollmentStatus.ACTIVE)


class Column(NamedTuple):
    """A field of ours and its heading in SIKS-NG."""

    field: str
    label: str
    kind: SiksKind


# V4's order; what V4 has no column for comes after it.
COLUMNS = (
    Column(GONE, "Anggota keluarga", SiksKind.MEMBER),
    Column("nik", "NIK", SiksKind.IDENTITY),
    Column("no_kk", "NO KK", SiksKind.IDENTITY),
    Column("name", "NAMA", SiksKind.IDENTITY),
    Column("birth_date", "TANGGAL LAHIR", SiksKind.IDENTITY),
    Column("sex", "JENIS KELAMIN", SiksKind.IDENTITY),
    Column("relation", "HUBUNGAN KELUARGA", SiksKind.IDENTITY),
    Column("alamat", "ALAMAT", SiksKind.ADDRESS),
    Column("rt", "RT", SiksKind.ADDRESS),
    Column("rw", "RW", SiksKind.ADDRESS),
    Column("desa", "KECAMATAN dan KELURAHAN", SiksKind.ADDRESS),
    Column("status", "STATUS dan ALASAN", SiksKind.STATUS),
    Column("dusun", "DUSUN", SiksKind.ADDRESS),
    Column("komponen", "KOMPONEN", SiksKind.COMPONENT),
    Column("phone", "NOMOR HP", SiksKind.IDENTITY),
)
BY_FIELD = {column.field: column for column in COLUMNS}
PLACE = {column.field: place for place, column in enumerate(COLUMNS)}
KINDS = {column.field: str(column.kind) for column in COLUMNS}
_GROUP = {Program.PKH: "PKH", Program.SEMBAKO: "BSP"}  # how V4 names the triples


def label(field: str, program: str = "") -> str:
    """The heading in SIKS-NG: "ALAMAT", "PKH STATUS dan ALASAN"."""
    found = BY_FIELD[field].label if field in BY_FIELD else field
    return f"{_GROUP[Program(program)]} {found}" if program else found


def order(field: str, member_key: int) -> tuple[int, int]:
    """The family and its pengurus first, then each member; inside by SIKS-NG's columns."""
    return member_key, PLACE.get(field, len(PLACE))


class Words:
    """Values as they are typed; identity numbers masked unless `whole` (a file that is logged)."""

    def __init__(self, values: Iterable[tuple[str, Any]], *, whole: bool = False) -> None:
        codes = {str(value) for field, value in values if field == "desa" and value}
        desa = Desa.objects.filter(pk__in=codes).select_related("kecamatan")
        self.desa: Mapping[str, str] = {one.pk: f"{one.kecamatan.name}, {one.name}" for one in desa}
        self.whole = whole

    def of(self, field: str, value: Any) -> str:
        """The words of one value; "" when there is none."""
        if not value:
            return ""
        if field in IDENTITY_FIELDS:
            return str(value) if self.whole else mask(str(value))
        if isinstance(value, list):
            return ", ".join(str(Component(code).label) for code in value if code in Component.values)
        return self._coded(field, str(value))

    def _coded(self, field: str, text: str) -> str:
        if field == "desa":
            return self.desa.get(text, text)
        if field == "status":
            return _status(text) if text in EnrollmentStatus.values else text.capitalize()
        if field == "sex":
            return str(Sex(text).label) if text in Sex.values else text
        return _day(text) if field == "birth_date" else text


def _status(code: str) -> str:
    """SIKS-NG knows layak and tidak layak; our own word says why."""
    status = EnrollmentStatus(code)
    return f"{'Layak' if status in ELIGIBLE else 'Tidak layak'} ({str(status.label).lower()})"


def _day(text: str) -> str:
    try:
        return tanggal_pendek(date.fromisoformat(text))
    except ValueError:
        return text
