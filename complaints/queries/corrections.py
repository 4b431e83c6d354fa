"""Corrections that follow from complaints: who may decide, who sees them, how old and new value are shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from complaints.enums import CorrectionState
from complaints.models import Complaint, Correction
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Desa
from programs.enums import PROPOSED_LABELS, Component
from programs.models import Household
from programs.services.proposals import MEMBER_FIELD

NUMBERS = ("nik", "no_kk")
TONES = {
    CorrectionState.PROPOSED: "peringatan",
    CorrectionState.ACCEPTED: "positif",
    CorrectionState.REFUSED: "netral",
}
RELATED = ("complaint", "household__desa__kecamatan", "member", "by", "decided_by", "evidence")


@dataclass(frozen=True)
class Shown:
    """One correction in words; numbers are masked."""

    correction: Correction
    label: str
    old: str
    new: str
    tone: str


def visible_to(user: User) -> QuerySet[Correction]:
    """Of the families that the user works with, and what the user proposed; never from a complaint about the user."""
    wanted = Q(by=user)
    if user.may(Permission.VIEW_HOUSEHOLDS):
        wanted |= Q(household__in=Household.objects.visible_to(user))
    found = Correction.objects.filter(wanted)
    found = found.exclude(complaint__accusations__user=user).select_related(*RELATED)
    return found.prefetch_related("complaint__accusations")


def deciders(correction: Correction, directory: Directory) -> set[int]:
    """Ids of the korcam of the family's kecamatan, else of the korkab; never who proposed or is accused."""
    out = {correction.by_id, *(each.user_id for each in correction.complaint.accusations.all())}
    place = correction.household.desa.kecamatan_id
    local = {person.pk for person in directory.holders(["korcam"], place)} - out
    return local or {person.pk for person in directory.holders(["korkab"], None)} - out


def waiting_for(user: User) -> list[Correction]:
    """Those that this user is to decide, oldest first."""
    if not user.may(Permission.ACCEPT_CORRECTIONS):
        return []
    directory = Directory()
    open_ones = visible_to(user).filter(state=CorrectionState.PROPOSED).order_by("id")
    return [each for each in open_ones[:500] if user.pk in deciders(each, directory)]


def of_complaint(complaint: Complaint) -> list[Shown]:
    return [shown(each) for each in complaint.corrections.select_related(*RELATED)]


def shown(correction: Correction) -> Shown:
    old, new = words(correction.field, correction.old), words(correction.field, correction.new)
    return Shown(correction, label(correction), old, new, TONES[CorrectionState(correction.state)])


def label(correction: Correction) -> str:
    if correction.field != MEMBER_FIELD:
        return PROPOSED_LABELS[correction.field]
    return f"Komponen PKH {correction.member.name}" if correction.member else "Komponen PKH"


def words(field: str, value: Any) -> str:
    """A value as it is read on the page."""
    if field == MEMBER_FIELD:
        return ", ".join(Component(code).label for code in value or []) or "tidak ada"
    if not value:
        return "(kosong)"
    if field in NUMBERS:
        return mask(value)
    if field == "desa_id":
        return str(Desa.objects.filter(pk=value).first() or value)
    return str(value)
