"""The complaints of a family and of a card, on their own pages in `programs`."""

from django.urls import reverse

from complaints.models import Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from programs import beside
from programs.models import Household, Kks


def offer() -> None:
    """Tell the pages, which stand below."""
    beside.offer_tab("household_complaints", "Pengaduan", Permission.VIEW_COMPLAINTS)
    beside.offer_links("complaints", of_card)
    beside.offer_at_the_counter("complaints", to_record)
    beside.offer_at_the_counter("clarifications", to_clarify)


def of_card(card: Kks, user: User) -> list[beside.Link]:
    """Those that this user may see, newest first."""
    found = Complaint.objects.visible_to(user).filter(card=card).order_by("-id")
    return [
        beside.Link("Pengaduan", f"{one.ticket}, {one.get_state_display().lower()}", one.get_absolute_url())
        for one in found
    ]


def to_record(household: Household, user: User) -> list[beside.Link]:
    """For the desk: write down what this citizen reports, linked to the family at once."""
    if not user.may(Permission.HANDLE_COMPLAINTS):
        return []
    address = f"{reverse('complaint_record')}?keluarga={household.pk}"
    return [beside.Link("Pengaduan", "Catat pengaduan keluarga ini", address)]


def to_clarify(household: Household, user: User) -> list[beside.Link]:
    """For the desk: "kenapa bantuan saya berhenti?", declared and sent on."""
    if not user.may(Permission.HANDLE_COMPLAINTS):
        return []
    return [beside.Link("Klarifikasi", "Buat BA klarifikasi", reverse("clarification_make", args=[household.pk]))]
