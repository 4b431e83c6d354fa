"""Whom to remind of a kroscek: pendamping with families that nobody checked yet, and a text that names no family."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet

from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.whatsapp import link
from pkh_sembako.office.models import Kecamatan
from programs.models import Round, RoundEntry

TEXT = (
    "Yth. {name}, pada kroscek {the_round} Kec. {kecamatan} masih ada {count} keluarga dampingan Anda yang belum "
    "diperiksa. Mohon dilanjutkan melalui {url}. Terima kasih."
)
WHO = "enrollment__pendamping__"


class Reminder(NamedTuple):
    """`url` is empty where no WhatsApp number is known."""

    name: str
    count: int
    url: str


def of_unchecked(entries: QuerySet[RoundEntry], the_round: Round, kecamatan: Kecamatan) -> list[Reminder]:
    """The pendamping of these entries who have unchecked ones, the most first. One query."""
    left = entries.filter(kroscek__isnull=True, enrollment__pendamping__isnull=False)
    rows = left.values_list(WHO + "full_name", WHO + "phone").annotate(count=Count("id"))
    return [
        Reminder(name, count, link(phone, _text(name, count, the_round, kecamatan)))
        for name, phone, count in rows.order_by("-count", WHO + "full_name")
    ]


def _text(name: str, count: int, the_round: Round, kecamatan: Kecamatan) -> str:
    return TEXT.format(
        name=name,
        the_round=the_round,
        kecamatan=kecamatan.name,
        count=thousands(count),
        url=f"{settings.BASE_URL}/kroscek/",
    )
