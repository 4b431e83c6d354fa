"""Sub-tickets to other bodies as the list and the complaint's page show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from complaints.enums import ReferralState
from complaints.models import Complaint, Referral
from pkh_sembako.accounts.models import User

TONES = {
    ReferralState.WAITING: "proses",
    ReferralState.ANSWERED: "positif",
    ReferralState.WITHDRAWN: "netral",
}
LATE, OPEN = "lewat", "terbuka"


@dataclass(frozen=True)
class Row:
    """One sub-ticket; `late` counts calendar days after the day by which an answer was hoped for."""

    referral: Referral
    tone: str
    words: str
    late: int


def visible_to(user: User) -> QuerySet[Referral]:
    return Referral.objects.filter(complaint__in=Complaint.objects.visible_to(user)).select_related("complaint", "by")


def filtered(user: User, chosen: dict[str, Any]) -> QuerySet[Referral]:
    found = visible_to(user)
    if to := chosen.get("instansi"):
        found = found.filter(to=to)
    state = chosen.get("status")
    if state == OPEN:
        found = found.filter(state=ReferralState.WAITING)
    elif state == LATE:
        found = found.filter(state=ReferralState.WAITING, until__lt=timezone.localdate())
    elif state:
        found = found.filter(state=state)
    return found


def row(referral: Referral) -> Row:
    """With its lateness today."""
    days = (timezone.localdate() - referral.until).days if referral.until else 0
    late = days if referral.state == ReferralState.WAITING and days > 0 else 0
    if late:
        return Row(referral, "negatif", f"Lewat {late} hari", late)
    return Row(referral, TONES[ReferralState(referral.state)], referral.get_state_display(), 0)


def of_complaint(complaint: Complaint) -> list[Row]:
    return [row(each) for each in complaint.referrals.select_related("by", "complaint", "evidence")]
