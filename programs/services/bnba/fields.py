"""The cells of a row that the registry keeps, where each lives, and how SQL reads it on both sides.

`staged` is an expression over alias s (bnba_staged), `present` over h (household), m (its pengurus as a member) or
r (entry on the same Round's list). Both sides are text, so that one rule compares them all.
"""

from typing import NamedTuple


class Field(NamedTuple):
    name: str
    label: str
    column: str  # of the table it lives in
    staged: str
    present: str


HOUSEHOLD = (
    Field("nik", "NIK", "nik", "s.nik", "h.nik"),
    Field("no_kk", "No. KK", "no_kk", "s.no_kk", "h.no_kk"),
    Field("name", "Nama", "name", "s.name", "h.name"),
    Field("desa", "Desa/kelurahan", "desa_id", "s.desa", "h.desa_id"),
    Field("alamat", "Alamat", "alamat", "s.alamat", "h.alamat"),
    Field("dusun", "Dusun", "dusun", "s.dusun", "h.dusun"),
    Field("rt", "RT", "rt", "s.rt", "h.rt"),
    Field("rw", "RW", "rw", "s.rw", "h.rw"),
    Field("iddtks", "ID DTKS", "iddtks", "s.iddtks", "h.iddtks"),
)
MEMBER = (
    Field("birth_date", "Tanggal lahir", "birth_date", "coalesce(s.birth_date::text, '')", "m.birth_date::text"),
    Field("sex", "Jenis kelamin", "sex", "s.sex", "m.sex"),
    Field("hub", "Hubungan keluarga", "relation", "s.hub", "m.relation"),
)
PERSON_NAME = Field("name", "Nama", "name", "s.name", "m.name")
ENTRY = (
    Field("tahap", "Tahap", "tahap", "s.tahap", "r.tahap"),
    Field("nominal", "Nominal", "nominal", "coalesce(s.nominal::text, '')", "r.nominal::text"),
    Field("bank", "Bank", "bank", "s.bank", "r.bank"),
    Field("gelombang", "Gelombang", "gelombang", "s.gelombang", "r.gelombang"),
    Field("dir", "DIR", "direction", "s.dir", "r.direction"),
    Field("counts", "Komponen menurut berkas", "counts", "coalesce(s.counts::text, '')", "r.counts::text"),
)
# Of a card list; alias k is the card.
SERVES = """CASE WHEN k.serves_pkh AND k.serves_sembako THEN 'PKH + SEMBAKO'
    WHEN k.serves_pkh THEN 'PKH' ELSE 'SEMBAKO' END"""
CARD = (
    Field("kks", "Nomor KKS", "number", "s.kks", "k.number"),
    Field("account", "Nomor rekening", "account", "s.account", "k.account"),
    Field("branch", "Cabang", "branch", "s.branch", "k.branch"),
    Field("serves", "Jenis bansos", "serves_pkh", "s.serves", SERVES),
)
LABELS = {field.name: field.label for field in (*HOUSEHOLD, *MEMBER, *ENTRY, *CARD)}
IDENTITY = ("nik", "no_kk")


def as_json(fields: tuple[Field, ...]) -> str:
    """SQL: an object of the cells a row fills, empty ones left out."""
    pairs = ", ".join(f"'{field.name}', nullif({field.staged}, '')" for field in fields)
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"
