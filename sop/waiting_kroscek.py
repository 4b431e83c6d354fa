"""What waits in a kroscek beside its step: a pendamping's own families, and kecamatan given back outside of a step."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.queries import Waiting
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Kecamatan
from pkh_sembako.office.queries import calendar
from programs.models import KroscekSubmission, Round, RoundEntry
from programs.queries import kroscek
from sop.enums import OPEN_STEPS, CycleState, StepState
from sop.models import Assignment


@dataclass(frozen=True)
class Place:
    """A kecamatan whose kroscek is under way, in a step or given back after it."""

    subject: str
    round: Round
    kecamatan: Kecamatan
    is_back: bool


def given_back() -> list[KroscekSubmission]:
    """Kecamatan that are open again outside of a step: the newest submission was returned, no share is at work."""
    newer = KroscekSubmission.objects.filter(round=OuterRef("round"), kecamatan=OuterRef("kecamatan"))
    at_work = _open_shares().filter(step_run__cycle__round=OuterRef("round"), kecamatan=OuterRef("kecamatan"))
    rows = KroscekSubmission.objects.filter(
        ~Exists(newer.filter(pk__gt=OuterRef("pk"))),
        ~Exists(at_work),
        returned_at__isnull=False,
        round__in=kroscek.open_rounds(),
    )
    return list(rows.select_related("round", "kecamatan"))


def own_families(user: User, back: list[KroscekSubmission], now: datetime) -> list[Waiting]:
    """A pendamping's families not checked yet, also of whom they replace today; and all of a kecamatan given back."""
    if not user.accompanies:
        return []
    found_places = places(back)
    rounds = {the_round for the_round, _ in found_places}
    own = (
        RoundEntry.objects.filter(round__in=rounds, enrollment__pendamping__in=user.accompanies)
        .values_list("round", "kecamatan")
        .annotate(families=Count("id"), done=Count("kroscek"))
    )
    found = [(found_places[tuple(key)], families, done) for *key, families, done in own if tuple(key) in found_places]
    wanted = [(place, families, done) for place, families, done in found if families > done or place.is_back]
    subjects = [place.subject for place, _, _ in wanted]
    clocks = {clock.subject: clock for clock in Deadline.objects.filter(subject__in=subjects)}
    days = calendar()
    return [
        family_task(place, families, done, lateness(clocks.get(place.subject), days, now))
        for place, families, done in wanted
    ]


def family_task(place: Place, families: int, done: int, late: Lateness | None) -> Waiting:
    return Waiting(
        subject=place.subject,
        title=_title(families, done),
        url=f"{reverse('kroscek_list')}?tahap={place.round.pk}",
        group=str(place.round),
        area=f"Kec. {place.kecamatan.name}",
        deadline=late,
        state_label="Dikembalikan" if place.is_back else "Belum diperiksa",
        tone="peringatan" if place.is_back else "proses",
        count=families - done or families,
    )


def handed_back(user: User, back: list[KroscekSubmission]) -> list[Waiting]:
    """For the korcam, or who hands in where there is none: kecamatan to be handed in once more."""
    own = _hands_in(user, back) if back else set()
    return [back_task(row) for row in back if row.kecamatan_id in own]


def back_task(row: KroscekSubmission) -> Waiting:
    return Waiting(
        subject=f"submission:{row.pk}",
        title="Perbaiki dan kirim lagi kroscek",
        url=reverse("kroscek_review", args=[row.round_id, row.kecamatan_id]),
        group=str(row.round),
        area=f"Kec. {row.kecamatan.name}",
        deadline=None,
        state_label="Dikembalikan",
        tone="peringatan",
    )


def _hands_in(user: User, back: list[KroscekSubmission]) -> set[str]:
    """Codes among those given back that the user hands in (services.kecamatan asks the same of one)."""
    if user.may(Permission.REVIEW_KROSCEK) and user.kecamatan_codes:
        return set(user.kecamatan_codes)
    if not user.may(Permission.DRAFT_BERITA_ACARA):
        return set()
    directory = Directory()
    return {row.kecamatan_id for row in back if not directory.holders(["korcam"], row.kecamatan_id)}


def _open_shares():
    return Assignment.objects.filter(
        step_run__cycle__state=CycleState.RUNNING, state__in=OPEN_STEPS, step_run__step__activities__contains="kroscek"
    )


def places(back: list[KroscekSubmission]) -> dict[tuple[int, str], Place]:
    """By Round and kecamatan: the shares at work, and what was given back outside of them."""
    outside = [Place(f"submission:{row.pk}", row.round, row.kecamatan, True) for row in back]
    shares = _open_shares().select_related("step_run__cycle__round", "kecamatan")
    at_work = [
        Place(share.subject, share.cycle.round, share.kecamatan, share.state == StepState.RETURNED) for share in shares
    ]
    return {(place.round.pk, place.kecamatan.pk): place for place in [*outside, *at_work]}


def _title(families: int, done: int) -> str:
    if families > done:
        return f"Kroscek: {thousands(done)} dari {thousands(families)} keluarga dampingan Anda"
    return f"Kroscek dikembalikan: periksa lagi {thousands(families)} keluarga dampingan Anda"
