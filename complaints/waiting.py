"""Corrections that wait for the korcam, on the home page and in the morning digest. They name a ticket, no family."""

from datetime import datetime

from django.urls import reverse

from complaints.enums import CorrectionState
from complaints.models import Correction
from complaints.queries import corrections as queries
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines import others
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.queries import Waiting

GROUP = "Pengaduan"


def offer() -> None:
    """Tell the deadlines, which stand below."""
    others.offer("corrections", everybody)
    others.offer_own("corrections", own)


def own(user: User) -> list[Waiting]:
    return [task(each) for each in queries.waiting_for(user)]


def everybody(now: datetime) -> others.Others:
    directory = Directory()
    waiting = Correction.objects.filter(state=CorrectionState.PROPOSED).select_related(*queries.RELATED)
    waiting = waiting.prefetch_related("complaint__accusations").order_by("id")
    return others.Others([(pk, task(each)) for each in waiting[:500] for pk in queries.deciders(each, directory)])


def task(correction: Correction) -> Waiting:
    return Waiting(
        subject=f"correction:{correction.pk}",
        title=f"Perbaikan data dari {correction.complaint.ticket}: {queries.label(correction)}",
        url=reverse("correction", args=[correction.pk]),
        group=GROUP,
        area=f"Kec. {correction.household.desa.kecamatan.name}",
        deadline=None,
        state_label="Perlu diputuskan",
        tone="peringatan",
        count=1,
    )
