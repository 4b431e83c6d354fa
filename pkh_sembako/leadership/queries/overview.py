"""The leadership's home page: heat maps, forecast, coverage, cards, complaints, and who is active."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from complaints.enums import AT_WORK, STATE_TONES, ComplaintState, Subject
from complaints.models import Complaint
from complaints.queries import desk
from pkh_sembako.accounts.models import User
from pkh_sembako.leadership.queries.activity import Activity, activity
from pkh_sembako.leadership.queries.heat import Heat, heat
from programs.models import Round
from programs.queries import kks_totals, kroscek
from programs.queries.kks_totals import Totals
from sop import forecast
from sop.board import board
from sop.forecast import Forecast
from sop.models import Cycle

DESK = "/meja-pengaduan/"
TOP = 5  # subjects of complaints and pendamping named


@dataclass(frozen=True)
class CycleView:
    """A running cycle: its heat map and when it will be done."""

    heat: Heat
    forecast: Forecast | None


@dataclass(frozen=True)
class Coverage:
    """How far the kroscek of a round is, by kecamatan."""

    round: Round
    whole: kroscek.KecamatanTotals
    parts: list[kroscek.KecamatanTotals]

    @property
    def bars(self) -> list[dict]:
        """For the kit's ranked bars, the least done first; each opens the unchecked families."""
        rows = sorted((part for part in self.parts if part.unchecked), key=lambda part: part.checked / part.families)
        return [
            {
                "label": part.name,
                "done": part.checked,
                "total": part.families,
                "url": f"/keluarga/?program={self.round.program}&kecamatan={part.code}&hasil=belum",
            }
            for part in rows
        ]

    @property
    def done(self) -> int:
        """Kecamatan in which every family has a result."""
        return sum(not part.unchecked for part in self.parts)


@dataclass(frozen=True)
class Cards:
    """Cards of the newest round that has any."""

    round: Round
    whole: Totals
    parts: list[tuple[str, int, str]]
    warning: tuple[str, str] | None


@dataclass(frozen=True)
class Complaints:
    """Open complaints by state, how many are late, what this month's are about; nothing of what is restricted."""

    open: int
    late: int
    by_state: list[tuple[str, int, str]]
    month: int
    by_subject: list[tuple[str, str, int]]
    open_url = f"{DESK}?status={desk.OPEN}"
    late_url = f"{DESK}?waktu={desk.LATE}"


@dataclass(frozen=True)
class Overview:
    cycles: list[CycleView] = field(default_factory=list)
    coverage: Coverage | None = None
    cards: Cards | None = None
    complaints: Complaints | None = None
    people: list[Activity] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(view.heat.late for view in self.cycles)

    @property
    def behind(self) -> list[Activity]:
        """The pendamping whose kroscek is the least done."""
        return sorted(self.people, key=lambda each: each.behind)[:TOP]


def overview(user: User, cycles: Iterable[Cycle], now: datetime | None = None) -> Overview:
    """Everything on the page; the queries do not grow with families, kecamatan or people."""
    now = now or timezone.now()
    views = [CycleView(heat(cycle, board(cycle, now)), forecast.of(cycle, now)) for cycle in cycles if cycle.is_running]
    checked = kroscek.open_rounds().first()
    return Overview(
        cycles=sorted(views, key=lambda view: -view.heat.late),
        coverage=_coverage(checked),
        cards=_cards(user),
        complaints=_complaints(user, now),
        people=activity(checked, now),
    )


def _coverage(the_round: Round | None) -> Coverage | None:
    if the_round is None:
        return None
    parts = kroscek.totals(the_round)
    return Coverage(the_round, kroscek.grand_total(parts), parts)


def _cards(user: User) -> Cards | None:
    newest = kks_totals.rounds(user).first()
    if newest is None:
        return None
    places = kks_totals.places(newest, user)
    whole = kks_totals.added("", "", [place.whole for place in places])
    return Cards(newest, whole, kks_totals.parts(whole), None)


def _complaints(user: User, now: datetime) -> Complaints:
    seen = Complaint.objects.visible_to(user).filter(restricted=False)
    states = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    of_month = seen.filter(received_at__gte=month).order_by().values_list("subject").annotate(count=Count("pk"))
    subjects = sorted(of_month, key=lambda row: (-row[1], row[0]))
    return Complaints(
        open=sum(states.get(state, 0) for state in AT_WORK),
        late=desk.filtered(user, {"waktu": desk.LATE}).filter(restricted=False).count(),
        by_state=[
            (state.label, states[state], STATE_TONES[state])
            for state in (*AT_WORK, ComplaintState.ANSWERED)
            if states.get(state)
        ],
        month=sum(count for _, count in subjects),
        by_subject=[(code, str(Subject(code).label), count) for code, count in subjects[:TOP]],
    )
