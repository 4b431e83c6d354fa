"""What is asked of surat pemberitahuan: families by place, the letter of each kecamatan, desa not yet told."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.enums import LetterState
from pkh_sembako.documents.models import Document
from pkh_sembako.office.models import Desa, Kecamatan
from programs.models import RoundEntry
from sop.models import Cycle, DesaInformed, Notice

TONES = {
    "draft": "netral",
    "submitted": "peringatan",
    "approved": "proses",
    "issued": "positif",
    "cancelled": "negatif",
}


@dataclass(frozen=True)
class Row:
    """A kecamatan on the page of letters; `informed` and `desa` count desa with families."""

    kecamatan: Kecamatan
    families: int
    desa: int
    informed: int
    notice: Notice | None

    @property
    def tone(self) -> str:
        return TONES[self.notice.letter.state] if self.notice else "netral"

    @property
    def is_issued(self) -> bool:
        return bool(self.notice and self.notice.letter.state == LetterState.ISSUED)


def families(cycle: Cycle) -> dict[str, dict[str, int]]:
    """{kecamatan: {name of the desa: families on the round's list}}; one query."""
    counted = (
        RoundEntry.objects.filter(round=cycle.round_id)
        .order_by()
        .values_list("desa__kecamatan", "desa__name")
        .annotate(families=Count("pk"))
        .order_by("desa__kecamatan", "desa__name")
    )
    found: dict[str, dict[str, int]] = {}
    for kecamatan, desa, count in counted:
        found.setdefault(kecamatan, {})[desa] = count
    return found


def listed_desa(cycle: Cycle) -> QuerySet[Desa]:
    """Every desa with families on the list."""
    return Desa.objects.filter(pk__in=RoundEntry.objects.filter(round=cycle.round_id).order_by().values("desa"))


def desa_of(cycle: Cycle, kecamatan: str) -> list[Desa]:
    """Desa there with families on the list."""
    return list(listed_desa(cycle).filter(kecamatan=kecamatan).order_by("name"))


def kecamatan_of(user: User) -> QuerySet[Kecamatan]:
    """Whose letters the user reads: all, the own kecamatan, or that of the own desa."""
    if user.sees_kabupaten:
        return Kecamatan.objects.all()
    around = Desa.objects.filter(pk__in=user.desa_codes).order_by().values("kecamatan")
    return Kecamatan.objects.filter(Q(pk__in=user.kecamatan_codes) | Q(pk__in=around))


def rows(cycle: Cycle, user: User | None = None) -> list[Row]:
    """Of every kecamatan on the list, or of those the user sees; four queries."""
    sizes = families(cycle)
    notices = Notice.objects.filter(cycle=cycle).select_related("letter__document")
    letters = {notice.kecamatan_id: notice for notice in notices}
    told = informed(cycle)
    places = Kecamatan.objects.filter(pk__in=sizes).order_by("name")
    if user is not None:
        places = places.filter(pk__in=kecamatan_of(user).order_by().values("pk"))
    return [
        Row(one, sum(sizes[one.pk].values()), len(sizes[one.pk]), told.get(one.pk, 0), letters.get(one.pk))
        for one in places
    ]


def informed(cycle: Cycle) -> dict[str, int]:
    """{kecamatan: desa told}."""
    counted = DesaInformed.objects.filter(cycle=cycle).order_by().values_list("desa__kecamatan")
    return dict(counted.annotate(number=Count("pk")))


def untold(cycle: Cycle, kecamatan: str) -> list[Desa]:
    """Desa of the list there that nobody has told, or that have not said so."""
    known = set(DesaInformed.objects.filter(cycle=cycle, desa__kecamatan=kecamatan).values_list("desa", flat=True))
    return [desa for desa in desa_of(cycle, kecamatan) if desa.pk not in known]


def issued_document(cycle: Cycle, kecamatan: Kecamatan) -> Document | None:
    """The letter in force to this kecamatan, once it has its number."""
    notice = (
        Notice.objects.filter(cycle=cycle, kecamatan=kecamatan, letter__state=LetterState.ISSUED)
        .select_related("letter__document__pdf", "letter__document__signed")
        .first()
    )
    return notice.letter.document if notice else None
