"""Which families stood on a list that somebody exported, printed or downloaded.

The read log keeps the order and the address; what the list held follows from the job's arguments or from the row that
the address names. A kind without a line in `FINDERS` is told as "cannot be traced to persons", never left out silently.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadLog
from pkh_sembako.documents.models import Document, Download
from pkh_sembako.privacy.enums import DataClass as D
from pkh_sembako.privacy.models import DataRequest
from pkh_sembako.privacy.queries.places import PLACES
from programs.models import (
    BankData,
    Determination,
    Kks,
    KksBeritaAcara,
    KksSchedule,
    KroscekScan,
    RoundEntry,
    SiksComparison,
    SiksDifference,
)
from sop.models import Cycle

FAMILY = frozenset({D.NIK, D.NO_KK, D.ADDRESS, D.AID})
WITH_COMPONENTS = FAMILY | {D.CHILD, D.HEALTH, D.DISABILITY}
WHOLLY_DIRECT = ("/keluarga/", "/kks/kartu/")  # below these every address is of one family; no expression is asked
CARDS = frozenset({D.CARD, D.ADDRESS, D.AID})


@dataclass(frozen=True)
class Listed:
    """The families of one list. `base` says what `pk` is: entries and cards of a Round, rows of a determination,
    differences of a comparison, or one family."""

    base: str
    pk: int
    shows: frozenset[D]
    kecamatan: str = ""
    desa: str = ""

    def families(self) -> QuerySet[Any]:
        """Ids of the families, as a query."""
        if self.base == "entries":
            rows: QuerySet[Any] = RoundEntry.objects.filter(self._place(), round=self.pk)
            return rows.order_by().values_list("enrollment__household_id", flat=True).distinct()
        if self.base == "cards":
            cards = Kks.objects.filter(self._place("desa__kecamatan"), round=self.pk)
            return cards.order_by().values_list("household_id", flat=True).distinct()
        if self.base == "determined":
            rows = RoundEntry.objects.filter(pk__in=_determined(self.pk))
            return rows.order_by().values_list("enrollment__household_id", flat=True).distinct()
        if self.base == "comparison":
            found = SiksDifference.objects.filter(comparison=self.pk, household__isnull=False)
            return found.order_by().values_list("household_id", flat=True).distinct()
        return DataRequest.objects.filter(pk=self.pk).values_list("household_id", flat=True)

    def _place(self, kecamatan: str = "kecamatan") -> Q:
        wanted = Q(**{kecamatan: self.kecamatan}) if self.kecamatan else Q()
        return wanted & Q(desa=self.desa) if self.desa else wanted


def _determined(pk: int) -> QuerySet[Any]:
    return Determination.objects.filter(pk=pk).values("rows__entry")


@dataclass(frozen=True)
class ListRead:
    """One reading of more than one family; `listed` is None when it cannot be traced to persons (a search at the
    counter, the contact of who complained)."""

    at: datetime
    reader: User
    kind: str
    subject: str
    purpose: str
    listed: Listed | None


def reads(logs: QuerySet[ReadLog]) -> list[ListRead]:
    """The rows of the log that name no family by their address, in time order. A fixed number of queries."""
    rest = "|".join(place.pattern for place in PLACES.values() if not place.pattern[1:].startswith(WHOLLY_DIRECT))
    direct = Q(url__startswith=WHOLLY_DIRECT[0]) | Q(url__startswith=WHOLLY_DIRECT[1]) | Q(url__regex=rest)
    rows = list(logs.exclude(direct).select_related("user").order_by("id"))
    found = _listed([(row.url, row.subject, row.at, row.user_id) for row in rows])
    return [
        ListRead(row.at, row.user, row.kind, row.subject, row.purpose, listed)
        for row, listed in zip(rows, found, strict=True)
    ]


def _listed(rows: list[tuple[str, str, datetime, int]]) -> list[Listed | None]:
    orders = _orders(rows)
    known = _Rows(rows)
    return [_by_address(url, known) or orders.get(_key(url, subject, user)) for url, subject, _, user in rows]


def _key(url: str, subject: str, user: int) -> tuple[str, str, int]:
    match = re.match(r"^/unduhan/([0-9a-f-]{36})/", url)
    return ("download", match[1], 0) if match else ("order", subject, user)


def _orders(rows: list[tuple[str, str, datetime, int]]) -> dict[tuple[str, str, int], Listed | None]:
    """What the download centre made, by its id and by its title and owner (an order's log row has no address)."""
    fetched = {UUID(key[1]) for url, subject, _, user in rows if (key := _key(url, subject, user))[0] == "download"}
    subjects = {subject for url, subject, _, _ in rows if not url}
    wanted = Q(pk__in=fetched) | Q(title__in=subjects)
    found: dict[tuple[str, str, int], Listed | None] = {}
    for one in Download.objects.filter(wanted).select_related("job").order_by("at"):
        listed = of_job(one.job.kind, one.job.arguments) if one.job else None
        found["download", str(one.pk), 0] = found["order", one.title, one.user_id] = listed
    for data in BankData.objects.select_related("round", "by"):
        found["order", str(data), data.by_id] = Listed("entries", data.round_id, FAMILY | {D.PHONE})
    return found


Arguments = dict[str, Any]


def _schedule(given: Arguments) -> Listed | None:
    schedule = KksSchedule.objects.filter(pk=given["schedule"]).first()
    return Listed("cards", schedule.round_id, CARDS, given.get("kecamatan") or "") if schedule else None


def _cycle(given: Arguments) -> Listed | None:
    cycle = Cycle.objects.filter(pk=given["cycle"]).first()
    return Listed("entries", cycle.round_id, FAMILY) if cycle else None


FINDERS: dict[str, Callable[[Arguments], Listed | None]] = {
    "bnba.export": lambda given: Listed("entries", given["round"], WITH_COMPONENTS),
    "kroscek.sheets": lambda given: Listed("entries", given["round"], WITH_COMPONENTS, given["kecamatan"]),
    "kks.papers": _schedule,
    "siksng.differences": lambda given: Listed("comparison", given["comparison"], FAMILY),
    "cycle.binder": _cycle,
    "privacy.person": lambda given: Listed("request", given["request"], frozenset(D)),
}


def of_job(kind: str, arguments: Arguments) -> Listed | None:
    """Which families a background export held."""
    finder = FINDERS.get(kind)
    return finder(arguments) if finder else None


DOCUMENT = re.compile(r"^/dokumen/(\d{1,18})(?:\.pdf|/buku-kerja/|/bertanda-tangan/|/kirim/paket/)")
CARD_PAPER = re.compile(r"^/kks/berita-acara/lembar/(\d{1,18})/")
CARD_DRAFT = re.compile(r"^/kks/berita-acara/(\d{1,18})/([0-9.]+)/")
SCAN = re.compile(r"^/kroscek/pindaian/(\d{1,18})/")
SHEETS = re.compile(r"^/kroscek/lembar/(\d{1,18})/([0-9.]+)/")
BANK = re.compile(r"^/data-bank/(\d{1,18})/")
DESA_LIST = re.compile(r"^/kks/jadwal/(\d{1,18})/desa/([0-9.]+)/")
REQUEST = re.compile(r"^/data-pribadi/(\d{1,18})/")
COMPARED = re.compile(r"^/siks-ng/banding/(\d{1,18})/unduh/")


class _Rows:
    """The rows that the addresses name, each kind in one query."""

    def __init__(self, rows: Iterable[tuple[str, str, datetime, int]]):
        urls = [url for url, _, _, _ in rows]
        subjects = Document.objects.filter(pk__in=_ids(DOCUMENT, urls)).values_list("pk", "subject")
        self.documents = dict(subjects)
        self.papers = KksBeritaAcara.objects.in_bulk(_ids(CARD_PAPER, urls) | self._paper_documents(urls))
        self.scans = KroscekScan.objects.in_bulk(_ids(SCAN, urls))
        self.bank = BankData.objects.in_bulk(_ids(BANK, urls))
        self.schedules = KksSchedule.objects.in_bulk(_ids(DESA_LIST, urls))
        self.comparisons = SiksComparison.objects.in_bulk(_ids(COMPARED, urls))

    def _paper_documents(self, urls: list[str]) -> set[int]:
        pairs = KksBeritaAcara.objects.filter(document__in=self.documents).values_list("document_id", "pk")
        self.paper_of = dict(pairs)
        return set(self.paper_of.values())


def _ids(pattern: re.Pattern[str], urls: list[str]) -> set[int]:
    return {int(match[1]) for url in urls if (match := pattern.match(url))}


def _by_address(url: str, known: _Rows) -> Listed | None:
    for pattern, finder in ADDRESSES:
        if match := pattern.match(url):
            return finder(match, known)
    return None


def _document(match: re.Match[str], known: _Rows) -> Listed | None:
    subject = known.documents.get(int(match[1]), "")
    if subject.startswith("determination:"):
        return Listed("determined", int(subject.partition(":")[2]), FAMILY)
    return _paper(known.paper_of.get(int(match[1])), known)


def _paper(pk: int | None, known: _Rows) -> Listed | None:
    paper = known.papers.get(pk) if pk else None
    return Listed("cards", paper.round_id, CARDS, desa=paper.desa_id) if paper else None


def _scan(match: re.Match[str], known: _Rows) -> Listed | None:
    scan = known.scans.get(int(match[1]))
    return Listed("entries", scan.round_id, WITH_COMPONENTS, desa=scan.desa_id) if scan else None


def _bank(match: re.Match[str], known: _Rows) -> Listed | None:
    data = known.bank.get(int(match[1]))
    return Listed("entries", data.round_id, FAMILY | {D.PHONE}) if data else None


def _desa_list(match: re.Match[str], known: _Rows) -> Listed | None:
    schedule = known.schedules.get(int(match[1]))
    return Listed("cards", schedule.round_id, CARDS, desa=match[2]) if schedule else None


def _sheets(match: re.Match[str], known: _Rows) -> Listed:
    """The address names a kecamatan, whichever of its desa were printed."""
    return Listed("entries", int(match[1]), WITH_COMPONENTS, match[2])


def _draft(match: re.Match[str], known: _Rows) -> Listed:
    return Listed("cards", int(match[1]), CARDS, desa=match[2])


def _compared(match: re.Match[str], known: _Rows) -> Listed | None:
    return Listed("comparison", int(match[1]), FAMILY) if int(match[1]) in known.comparisons else None


ADDRESSES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Rows], Listed | None]], ...] = (
    (DOCUMENT, _document),
    (CARD_PAPER, lambda match, known: _paper(int(match[1]), known)),
    (CARD_DRAFT, _draft),
    (SCAN, _scan),
    (SHEETS, _sheets),
    (BANK, _bank),
    (DESA_LIST, _desa_list),
    (COMPARED, _compared),
    (REQUEST, lambda match, known: Listed("request", int(match[1]), frozenset({D.NIK, D.ADDRESS}))),
)
