"""Somebody chooses how to hear of what."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from pkh_sembako.deadlines.enums import ALLOWED, DEFAULT, Kind, Way
from pkh_sembako.deadlines.models import NotificationSetting
from pkh_sembako.lib.errors import DomainError

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


@transaction.atomic
def choose(ways: Mapping[Kind, Way], *, by: "User") -> None:
    """Keep the person's own ways; only what differs from the default is stored."""
    for kind, way in ways.items():
        if way not in ALLOWED[kind]:
            raise DomainError(f"{kind.label} tidak dapat diatur “{way.label}”.")
    needs_mail = [kind for kind, way in ways.items() if way == Way.DIGEST]
    if needs_mail and (not by.email or ways.get(Kind.DIGEST) == Way.OFF):
        raise DomainError(
            f"{needs_mail[0].label} hanya dapat menunggu ringkasan pagi bila alamat pos-el Anda tercatat dan ringkasan "
            "pagi dikirim."
        )
    NotificationSetting.objects.filter(user=by, kind__in=list(ways)).delete()
    NotificationSetting.objects.bulk_create(
        NotificationSetting(user=by, kind=kind, way=way) for kind, way in ways.items() if way != DEFAULT
    )
