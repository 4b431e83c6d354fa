"""What a card does to its family's membership of Sembako (the issue of Program Sembako: "active by a payment layout or
when its card is handed over").

Handing over makes a waiting membership active. When that card is no longer with its family, because the handing over
was withdrawn or the card went back to the bank, the membership that only this card made active is suspended
(ditangguhkan) with the reason, until a card is handed over again or a payment layout names the family. It is not put
back to calon or tervalidasi: what the ministry has found out about the family has not changed, it merely cannot draw
money. A membership that a payment layout or an officer made active stays so: that is Kemensos's word, not the card's.
A lost, damaged or blocked card leaves the membership alone, for the account goes on and a new card follows.
Both moves stand in the membership's history and among what SIKS-NG must be told.
"""

from collections.abc import Iterable

from pkh_sembako.accounts.models import User
from programs.enums import EnrollmentStatus, Program
from programs.models import Enrollment, Kks
from programs.services import families

WAITS_FOR_CARD = (EnrollmentStatus.CANDIDATE, EnrollmentStatus.VALIDATED)
ACTIVATED = "KKS diserahkan kepada keluarga"
GONE = "KKS tidak lagi pada keluarga: "


def activate(cards: Iterable[int], *, by: User) -> int:
    """Memberships that waited for these cards, or were suspended for want of one, become active; says how many."""
    done = 0
    for enrollment in _of(cards, (*WAITS_FOR_CARD, EnrollmentStatus.SUSPENDED)):
        if enrollment.status != EnrollmentStatus.SUSPENDED or _last_reason(enrollment).startswith(GONE):
            families.carry_out(enrollment, "activate", by=by, reason=ACTIVATED)
            done += 1
    return done


def let_go(cards: Iterable[int], *, why: str, by: User) -> int:
    """The cards left their families: memberships that a handing over made active are suspended; says how many."""
    done = 0
    for enrollment in _of(cards, (EnrollmentStatus.ACTIVE,)):
        if _last_reason(enrollment) == ACTIVATED:
            families.carry_out(enrollment, "suspend", by=by, reason=f"{GONE}{why}"[:100])
            done += 1
    return done


def _of(cards: Iterable[int], statuses: tuple[EnrollmentStatus, ...]) -> list[Enrollment]:
    households = Kks.objects.filter(pk__in=list(cards), serves_sembako=True).order_by().values("household")
    found = Enrollment.objects.filter(household__in=households, program=Program.SEMBAKO, status__in=statuses)
    return list(found.order_by("pk"))


def _last_reason(enrollment: Enrollment) -> str:
    """Why it has its present status: of the oldest line of its history since it has had it."""
    reason = ""
    lines = enrollment.history.order_by("-history_date", "-history_id").values_list("status", "history_change_reason")
    for status, why in lines:
        if status != enrollment.status:
            break
        reason = why or ""
    return reason
