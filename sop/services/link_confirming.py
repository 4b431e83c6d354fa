"""A camat or a desa confirms through a personal link, without an account (SOP Sembako 5 and 8)."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pkh_sembako.deadlines.services import bell
from pkh_sembako.documents.models import Letter
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.services.kks import confirming
from sop import links as queries
from sop.enums import DesaChannel
from sop.models import Cycle, DesaInformed, LinkTry, PersonalLink
from sop.models.links import MOST_TRIES
from sop.services import links, notices

WINDOW = timedelta(minutes=15)
MOST_FROM_ONE_ADDRESS = 20  # wrong answers in the window, over all links
KEPT = timedelta(days=1)


class WrongCode(DomainError):
    """Not the code of this link; counted in the database."""


class Gone(DomainError):
    """The link ended between opening and sending."""


@dataclass(frozen=True)
class Answer:
    """What was sent with the link; `desa` are those that a camat told, on the day `on`."""

    code: str
    name: str
    position: str
    desa: Sequence[Desa] = ()
    on: date = field(default_factory=timezone.localdate)
    agreed: bool = True
    note: str = ""


def confirm(token: str, answer: Answer) -> PersonalLink:
    """The answer with its effect, once; WrongCode (counted, the fifth locks), Gone, or DomainError with a reason.

    Sent again after it was used: the link as it stands, with nothing changed.
    """
    with transaction.atomic():  # a wrong code is counted, so it is not raised in here
        link = _held(token)
        if link.used_at:
            return link
        is_right = hmac.compare_digest(link.code_hash, links.code_hash(token, answer.code))
        if is_right:
            _record(link, answer)
        else:
            link.attempts += 1
            link.save(update_fields=["attempts"])
    if not is_right:
        left = MOST_TRIES - link.attempts
        raise WrongCode(
            f"Kode tidak cocok. Masih ada {left} kali percobaan." if left else "Kode salah lima kali; tautan terkunci."
        )
    return link


def _held(token: str) -> PersonalLink:
    """The link, held to the end; its cycle first, as every act on a cycle does."""
    found = queries.find(token)
    if found is None:
        raise Gone("Tautan ini tidak berlaku lagi.")
    Cycle.objects.select_for_update(of=("self",)).get(pk=found.cycle_id)
    if found.letter_id:  # a cancellation waits, or was first
        Letter.objects.select_for_update().get(pk=found.letter_id)
    PersonalLink.objects.select_for_update(of=("self",)).get(pk=found.pk)
    link = queries.find(token)  # as it is now
    if link is None:
        raise Gone("Tautan ini tidak berlaku lagi.")
    return link


def _record(link: PersonalLink, answer: Answer) -> None:
    link.used_at, link.agreed = timezone.now(), answer.agreed
    link.name, link.position = _line(answer.name, 120), _line(answer.position, 120)
    link.note = _line(answer.note, 300)
    if link.opened_at is None:
        link.opened_at = link.used_at
    link.save(update_fields=["used_at", "agreed", "name", "position", "note", "opened_at"])
    if link.schedule:
        _take_schedule(link)
    else:
        _take_letter(link, answer)
    url = f"/siklus/{link.cycle_id}/tautan/{queries.SCHEDULE if link.schedule else queries.LETTERS}/"
    words = "mengonfirmasi" if link.agreed else "menyampaikan keberatan atas"
    said = f"{link.place} {words} {links.about_words(link)} {link.said_by}."
    bell.tell([link.by], text=said, url=url, tone="info" if link.agreed else "peringatan")


def _take_letter(link: PersonalLink, answer: Answer) -> None:
    """A camat names the desa that were told; a desa speaks for itself, also where the camat has named it already."""
    desa = [link.desa] if link.desa else list(answer.desa)
    notices.refuse(link.cycle, link.kecamatan, desa, answer.on)
    known = set(DesaInformed.objects.filter(cycle=link.cycle, desa__in=desa).values_list("desa", flat=True))
    DesaInformed.objects.bulk_create(
        DesaInformed(cycle=link.cycle, desa=each, informed_on=answer.on, channel=DesaChannel.LINK, link=link)
        for each in desa
        if each.pk not in known
    )


def _take_schedule(link: PersonalLink) -> None:
    """The kecamatan's confirmation is what step 8 counts; a desa's and an objection stand with the link."""
    if link.schedule and link.agreed and link.desa is None:
        confirming.confirm_through(link.schedule, link.kecamatan, through=link.said_by, note=link.note)


def mark_opened(link: PersonalLink) -> None:
    PersonalLink.objects.standing().filter(pk=link.pk, opened_at__isnull=True).update(opened_at=timezone.now())


def is_slowed(address: str) -> bool:
    """Whether too many wrong answers came from this address within the last 15 minutes."""
    since = timezone.now() - WINDOW
    return LinkTry.objects.filter(source=_source(address), at__gt=since).count() >= MOST_FROM_ONE_ADDRESS


def count_wrong(address: str) -> None:
    """One more; yesterday's are forgotten."""
    LinkTry.objects.filter(at__lt=timezone.now() - KEPT).delete()
    LinkTry.objects.create(source=_source(address))


def _source(address: str) -> str:
    """An address is personal data: only a keyed hash of it is kept."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
