"""Whom to remind of late work by WhatsApp, and in which words. Nothing is sent from here."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.whatsapp import link
from pkh_sembako.office.queries import calendar

TEXT = (
    "Yth. {name}, langkah “{title}” ({group}{place}) lewat tenggat {due}. Mohon ditindaklanjuti: {url}. Terima kasih."
)


class LateReminder(NamedTuple):
    """`url` is empty where no WhatsApp number is known."""

    name: str
    url: str


def of_late(deadline: Deadline | None, now: datetime) -> list[LateReminder]:
    """Whose turn it is while the work is late; nobody while it is in time. Three queries when late."""
    if deadline is None or not deadline.is_overdue(now) or deadline.is_fanned_out:
        return []
    ids = [person.pk for person in Directory().actors(deadline)]
    people = get_user_model().objects.filter(pk__in=ids).order_by("full_name")
    zone = calendar().zone
    return [
        LateReminder(str(one), link(one.phone, _text(str(one), deadline, tanggal_jam(deadline.due, zone))))
        for one in people
    ]


def _text(name: str, deadline: Deadline, due: str) -> str:
    place = f", Kec. {deadline.kecamatan.name}" if deadline.kecamatan else ""
    url = f"{settings.BASE_URL}{deadline.url}"
    return TEXT.format(name=name, title=deadline.title, group=deadline.group, place=place, due=due, url=url)
