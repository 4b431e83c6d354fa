"""One complaint as its page shows it: the clocks, the course, who reported, what it is linked to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from complaints.enums import Disclosure
from complaints.models import Accusation, Complaint, ComplaintFile
from complaints.queries.desk import CLOCK_WORDS, KIND, names_known_to
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.words import Lateness, lateness
from pkh_sembako.lib.access import Permission
from pkh_sembako.office.queries import calendar
from programs.models import Household, Kks, RoundEntry
from sop.models import StepRun

FIELDS = {
    "nama": ("reporter_name", "Nama"),
    "hp": ("reporter_phone", "Nomor HP"),
    "pos-el": ("reporter_email", "Pos-el"),
}
EVENT_TONES = {"answer": "positif", "close": "positif", "reopen": "peringatan", "reject": "netral", "note": "netral"}


@dataclass(frozen=True)
class Clock:
    """A clock of the complaint, running or stopped."""

    label: str
    days: int
    due: datetime | None
    late: Lateness | None


@dataclass(frozen=True)
class Contact:
    """One way to name or reach the reporter: `masked` is shown, `field` opens it after a purpose."""

    field: str
    label: str
    masked: str


def clocks(complaint: Complaint) -> list[Clock]:
    """In the order they began."""
    days, now = calendar(), timezone.now()
    found = Deadline.objects.filter(subject__startswith=f"{KIND}:{complaint.pk}:").order_by("started_at", "id")
    return [_clock(each, lateness(each, days, now), days.zone) for each in found]


def _clock(deadline: Deadline, late: Lateness | None, zone: Any) -> Clock:
    _, _, name, *turn = deadline.subject.split(":")
    label = f"{CLOCK_WORDS[name]} (ke-{turn[0]})" if turn else CLOCK_WORDS[name]
    return Clock(label, deadline.amount or 0, deadline.due and deadline.due.astimezone(zone), late)


def events(complaint: Complaint) -> list[dict[str, Any]]:
    """The course, newest first: what was done, what the citizen reads of it, what stays inside."""
    return [
        {
            "what": event.past,
            "who": str(event.by) if event.by else "Pelapor",
            "when": event.at,
            "public": event.public_note,
            "inner": event.note,
            "tone": EVENT_TONES.get(event.move, "proses"),
        }
        for event in complaint.events.select_related("by").order_by("-number")
    ]


def contacts(complaint: Complaint, user: User) -> list[Contact] | None:
    """How to reach the reporter, masked; None when this user may not know who it is."""
    if complaint.disclosure == Disclosure.ANONYMOUS or not knows_reporter(complaint, user):
        return None
    given = ((name, label, getattr(complaint, field)) for name, (field, label) in FIELDS.items())
    return [Contact(name, label, _masked(name, value)) for name, label, value in given if value]


def knows_reporter(complaint: Complaint, user: User) -> bool:
    return Complaint.objects.visible_to(user).filter(names_known_to(user), pk=complaint.pk).exists()


def _masked(field: str, value: str) -> str:
    """ "S*** A***", "08********21", "si***@contoh.id": enough to recognise, too little to use."""
    if field == "nama":
        return " ".join(f"{word[0]}***" for word in value.split())
    if field == "pos-el":
        name, _, host = value.partition("@")
        return f"{name[:2]}***@{host}"
    return f"{value[:2]}{'*' * max(len(value) - 4, 3)}{value[-2:]}"


def files(complaint: Complaint) -> QuerySet[ComplaintFile]:
    return complaint.files.select_related("stored", "stored__by")


def accused(complaint: Complaint, user: User) -> list[Accusation] | None:
    """Those whom it is about, for the desk and the inspektorat; None for others."""
    if not user.may(Permission.HANDLE_COMPLAINTS, Permission.VIEW_RESTRICTED_COMPLAINTS):
        return None
    return list(complaint.accusations.select_related("user", "by"))


def links(complaint: Complaint, user: User) -> list[dict[str, str]]:
    """Family, card, kroscek and step, each with an address only where this user may open it. For `ringkasan.html`."""
    rows = []
    if family := complaint.household:
        seen = user.may(Permission.VIEW_HOUSEHOLDS) and Household.objects.visible_to(user).filter(pk=family.pk).exists()
        rows.append(_link("Keluarga", f"{family.name}, {family.desa.name}", family.get_absolute_url() if seen else ""))
    if card := complaint.card:
        seen = user.may(Permission.VIEW_CARDS) and Kks.objects.visible_to(user).filter(pk=card.pk).exists()
        words = f"{card.household.name}, {card.get_state_display().lower()}"
        rows.append(_link("Kartu (KKS)", words, card.get_absolute_url() if seen else ""))
    if entry := complaint.entry:
        seen = user.may(Permission.VIEW_KROSCEK) and RoundEntry.objects.visible_to(user).filter(pk=entry.pk).exists()
        rows.append(_link("Kroscek", str(entry.round), reverse("kroscek_entry", args=[entry.pk]) if seen else ""))
    if step := complaint.step_run:
        seen = StepRun.objects.visible_to(user).filter(pk=step.pk).exists()
        words = f"Langkah {step.step.no}, siklus {step.cycle}"
        rows.append(_link("Langkah SOP", words, step.get_absolute_url() if seen else ""))
    return rows


def _link(label: str, value: str, url: str) -> dict[str, str]:
    return {"label": label, "value": value, "url": url, "action": "Buka"}


def of_family(household: Household, user: User) -> QuerySet[Complaint]:
    """Complaints linked to a family that this user may see, newest first."""
    return Complaint.objects.visible_to(user).filter(household=household).order_by("-id")
