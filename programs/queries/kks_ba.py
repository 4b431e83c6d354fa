"""Berita Acara of cards: the list as it stands now, what changed since a paper, the state of each desa."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Desa
from programs.enums import KKS_HANDED_OVER, KksFailure, KksPaper, KksState
from programs.models import Kks, KksBeritaAcara, KksEvent, KksTally, Round
from programs.queries.kks_totals import PARTS, Place, Totals, places


def rows(the_round: Round, desa: Desa, kind: str) -> list[dict[str, Any]]:
    """One object a card in name order: every card of the desa, or for a RETURN those that are at the bank.

    Keys: no, kartu (id), nama, nik, kks, alamat, keadaan (KksState), penerima, alasan, waktu, bukti, catatan. The NIK
    is masked always, the card's number only on a handing over: the bank finds a returned card by its whole number.
    """
    cards = Kks.objects.filter(round=the_round, desa=desa).select_related("household")
    if kind == KksPaper.RETURN:
        cards = cards.filter(state=KksState.RETURNED)
    found = list(cards.order_by("household__name", "pk"))
    told = _events(found)
    return [_row(number, card, told.get(card.pk, []), kind) for number, card in enumerate(found, start=1)]


def _events(cards: list[Kks]) -> dict[int, list[KksEvent]]:
    found: dict[int, list[KksEvent]] = {}
    for event in KksEvent.objects.filter(card__in=[card.pk for card in cards]).order_by("card", "number"):
        found.setdefault(event.card_id, []).append(event)
    return found


def _row(number: int, card: Kks, events: list[KksEvent], kind: str) -> dict[str, Any]:
    home = card.household
    area = f"RT {home.rt or '–'}/RW {home.rw or '–'}" if home.rt or home.rw else ""
    return {
        "no": number,
        "kartu": card.pk,
        "nama": home.name,
        "nik": mask(home.nik or "") or "–",
        "kks": card.number if kind == KksPaper.RETURN else mask(card.number),
        "alamat": ", ".join(word for word in (home.alamat, area) if word),
        "keadaan": str(card.state),
        **(_handed(events) if card.state in KKS_HANDED_OVER else _not_handed(events)),
    }


def _last(events: Iterable[KksEvent], *moves: str) -> KksEvent | None:
    return next((event for event in reversed(list(events)) if event.move in moves), None)


def _handed(events: list[KksEvent]) -> dict[str, str]:
    event = _last(events, "hand_over")
    if event is None:
        return {"penerima": "", "alasan": "", "waktu": "", "bukti": "", "catatan": ""}
    visit = ", diantar ke rumah" if event.home_visit else ""
    return {
        "penerima": f"{event.receiver_name} ({event.get_receiver_display()}{visit})",
        "alasan": "",
        "waktu": _when(event),
        "bukti": event.proof_words,
        "catatan": event.note,
    }


def _not_handed(events: list[KksEvent]) -> dict[str, str]:
    """Why, since when and with what proof; a card that nobody failed says only where it stands."""
    newest, failed = events[-1], _last(events, "fail")
    shown = next((event for event in reversed(events) if event.evidence_id and event.move != "hand_over"), None)
    return {
        "penerima": "",
        "alasan": KksFailure(failed.reason).label if failed else _before(newest),
        "waktu": _when(newest),
        "bukti": shown.proof_words if shown else "",
        "catatan": newest.note or (failed.note if failed else ""),
    }


def _before(event: KksEvent) -> str:
    """Of a card sent back without ever failing: what it was before, e.g. Rusak."""
    return KksState(event.from_state).label if event.move == "send_back" else ""


def _when(event: KksEvent) -> str:
    return tanggal_jam(timezone.localtime(event.at))


def totals(the_round: Round, desa: Desa) -> KksTally | None:
    return KksTally.objects.filter(round=the_round, desa=desa, received__gt=0).first()


def newest(the_round: Round, desa: Desa, kind: str) -> KksBeritaAcara | None:
    found = KksBeritaAcara.objects.filter(round=the_round, desa=desa, kind=kind).select_related("document")
    return found.order_by("-version").first()


def papers(user: User) -> QuerySet[KksBeritaAcara]:
    return KksBeritaAcara.objects.visible_to(user).select_related(
        "round",
        "desa__kecamatan",
        "document__pdf",
        "document__workbook",
        "document__signed",
        "by",
        "replaces__document",
    )


def changed_since(paper: KksBeritaAcara) -> int:
    """Cards of its desa that moved after it was counted."""
    moved = KksEvent.objects.filter(
        card__round=paper.round_id, card__desa=paper.desa_id, recorded_at__gt=paper.counted_at
    )
    return moved.order_by().values("card").distinct().count()


@dataclass(frozen=True)
class Line:
    """A desa with its newest paper of each kind, None where there is none."""

    totals: Totals
    handed: KksBeritaAcara | None
    returned: KksBeritaAcara | None

    @property
    def handed_is_old(self) -> bool:
        """Something moved since it was counted."""
        return self.handed is not None and _figures(self.handed) != _figures(self.totals)

    @property
    def returned_is_old(self) -> bool:
        return self.returned is not None and self.returned.returned != self.totals.returned


def _figures(row: KksBeritaAcara | Totals) -> tuple[int, ...]:
    return tuple(getattr(row, part) for part in PARTS)


def by_desa(the_round: Round, user: User) -> list[tuple[Place, list[Line]]]:
    """Every desa that the user sees, by kecamatan; three queries."""
    found: dict[tuple[str, str], KksBeritaAcara] = {}
    for paper in papers(user).filter(round=the_round).order_by("version"):
        found[paper.desa_id, paper.kind] = paper
    return [
        (place, [Line(desa, found.get((desa.code, KksPaper.HAND_OVER)), found.get((desa.code, KksPaper.RETURN)))
                 for desa in place.desa])
        for place in places(the_round, user)
    ]  # fmt: skip


def counts(the_round: Round, kecamatan: str = "") -> dict[str, int]:
    """{desa, final, returns, returns_final}: desa with cards, those whose newest handing-over paper is signed, and the
    same of desa with cards at the bank. What steps 9 and 10 tell."""
    tallies = KksTally.objects.filter(round=the_round, received__gt=0)
    made = KksBeritaAcara.objects.filter(round=the_round, replaced_by__isnull=True, document__state="final")
    if kecamatan:
        tallies, made = tallies.filter(desa__kecamatan=kecamatan), made.filter(desa__kecamatan=kecamatan)
    return {
        "desa": tallies.count(),
        "final": made.filter(kind=KksPaper.HAND_OVER).count(),
        "returns": tallies.filter(returned__gt=0).count(),
        "returns_final": made.filter(kind=KksPaper.RETURN).count(),
    }
