"""A Round's families by name and address, one flat row each: as determined, or as the registry stands now."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from programs.models import Determination, DeterminedRow, Round, RoundEntry

CHUNK = 2_000


class ListedFamily(NamedTuple):
    """One family; `layak_bayar` is None while nothing is determined. Texts are "" when unknown."""

    iddtks: str
    no_kk: str
    nik: str
    name: str
    kecamatan_name: str
    desa_name: str
    desa: str
    tahap: str  # as the ministry's file wrote it
    bank: str
    alamat: str
    rt: str
    rw: str
    dusun: str
    direction: str
    gelombang: str
    nominal: int | None
    outcome: str
    basis: str
    checked_on: date | None
    exit_reason: str
    note: str
    changes: list[dict[str, Any]]  # accepted proposals: isian, lama, baru
    layak_bayar: bool | None


def latest_determination(the_round: Round) -> Determination | None:
    """The one in force: the newest version of the Round's Berita Acara that was determined."""
    return Determination.objects.filter(ba__round=the_round).order_by("-ba__version").first()


def determined(determination: Determination, *, payable: bool) -> Iterator[ListedFamily]:
    """The frozen families in the order of the list, those that may be paid or the others. One query."""
    rows = determination.rows.filter(layak_bayar=payable).order_by("order")
    return _frozen(rows)


def by_desa(determination: Determination) -> Iterator[ListedFamily]:
    """All frozen families, desa by desa. One query."""
    return _frozen(determination.rows.order_by("values__desa", "order"))


def _frozen(rows: QuerySet[DeterminedRow]) -> Iterator[ListedFamily]:
    pairs = rows.values_list("values", "entry__tahap", "layak_bayar")
    for values, tahap, payable in pairs.iterator(chunk_size=CHUNK):
        checked_on = values["tanggal_diperiksa"]
        yield ListedFamily(
            iddtks=values["iddtks"],
            no_kk=values["no_kk"],
            nik=values["nik"],
            name=values["nama"],
            kecamatan_name=values["nama_kecamatan"],
            desa_name=values["nama_desa"],
            desa=values["desa"],
            tahap=tahap,
            bank=values["bank"],
            alamat=values["alamat"],
            rt=values["rt"],
            rw=values["rw"],
            dusun=values["dusun"],
            direction=values["dir"],
            gelombang=values["gelombang"],
            nominal=values["nominal"],
            outcome=values["hasil"],
            basis=values["dasar"],
            checked_on=date.fromisoformat(checked_on) if checked_on else None,
            exit_reason=values["alasan_keluar"],
            note=values["keterangan"],
            changes=values["usulan"],
            layak_bayar=payable,
        )


_HOME = "enrollment__household__"
STANDING = (
    *(_HOME + name for name in ("iddtks", "no_kk", "nik", "name")),
    *(_HOME + name for name in ("desa__kecamatan__name", "desa__name", "desa_id")),
    *("tahap", "bank"),
    *(_HOME + name for name in ("alamat", "rt", "rw", "dusun")),
    *("direction", "gelombang", "nominal"),
    *(f"kroscek__{name}" for name in ("outcome", "basis", "checked_on", "exit_reason", "note")),
)


def standing(the_round: Round) -> Iterator[ListedFamily]:
    """The Round's list with the registry's present values; proposals that wait are not in them. One query."""
    entries = RoundEntry.objects.filter(round=the_round).order_by(
        _HOME + "desa_id", _HOME + "no_kk", _HOME + "nik", "id"
    )
    for row in entries.values_list(*STANDING).iterator(chunk_size=CHUNK):
        *before, outcome, basis, checked_on, exit_reason, note = row
        found = (outcome or "", basis or "", checked_on, exit_reason or "", note or "")
        yield ListedFamily._make((*before, *found, [], None))


def size(the_round: Round) -> int:
    return RoundEntry.objects.filter(round=the_round).count()
