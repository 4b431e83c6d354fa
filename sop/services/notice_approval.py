"""The signer decides on several letters of a cycle at once, under the rules of each alone (SOP Sembako 4)."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.urls import reverse

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.deadlines.services import bell
from pkh_sembako.documents.enums import LetterState
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters
from pkh_sembako.lib.errors import DomainError
from sop.models import Cycle, Notice

CONTENT = ("subject", "addressees", "attachment", "details", "blocks", "rows", "copies", "signer")
CHANGED = "Isi surat ini berubah sejak halaman dibuka. Baca sekali lagi, lalu putuskan."


@dataclass(frozen=True)
class Decided:
    """How many letters moved, and each that did not, with why."""

    done: int
    refused: list[tuple[Notice, str]] = field(default_factory=list)


def waiting(cycle: Cycle, user: User) -> list[Notice]:
    """Submitted letters of the cycle that this user signs, by kecamatan; those drafted by the same person as well."""
    found = Notice.objects.filter(cycle=cycle, letter__state=LetterState.SUBMITTED)
    rows = found.select_related("kecamatan", "letter__by").order_by("kecamatan__name")
    return [notice for notice in rows if user.has_role(notice.letter.signer)]


def fingerprint(letter: Letter) -> str:
    """SHA-256 of what the letter says: who reads one text does not approve another."""
    said = {name: getattr(letter, name) for name in CONTENT} | {"dated": letter.dated.isoformat()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def matter(seen: dict[int, str]) -> str:
    """What a code of the second factor is typed for: these letters with this content."""
    return hashlib.sha256(json.dumps(sorted(seen.items())).encode()).hexdigest()


def approve(cycle: Cycle, seen: dict[int, str], *, by: User) -> Decided:
    """Approve these letters, each by itself; `seen` is {letter id: fingerprint of what was read}."""
    second_factor.refuse_unproven(by, matter(seen))
    return _each(cycle, seen, partial(letters.approve, by=by), by)


def return_(cycle: Cycle, seen: dict[int, str], *, reason: str, by: User) -> Decided:
    """Give these letters back to their drafters, who are told once."""
    drafters = {notice.letter_id: notice.letter.by for notice in waiting(cycle, by)}
    decided = _each(cycle, seen, partial(letters.return_, reason=reason, by=by, tell=False), by)
    stayed = {notice.letter_id for notice, _ in decided.refused}
    _tell(cycle, (drafters[pk] for pk in seen if pk in drafters and pk not in stayed), reason)
    return decided


def _tell(cycle: Cycle, drafters: Iterable[User], reason: str) -> None:
    address = reverse("cycle_notices", args=[cycle.pk])
    for person, number in Counter(drafters).items():
        text = f"{number} surat pemberitahuan {cycle} dikembalikan: {' '.join(reason.split())[:300]}"
        bell.tell([person], text=text, url=address, tone="peringatan")


def _each(cycle: Cycle, seen: dict[int, str], act: Callable[[Letter], Letter], by: User) -> Decided:
    found = Notice.objects.visible_to(by).filter(cycle=cycle, letter__in=seen).select_related("kecamatan", "letter")
    notices = list(found.order_by("kecamatan__name"))
    if not notices:
        raise DomainError("Centang suratnya lebih dahulu.")
    refused = [(notice, why) for notice in notices if (why := _why_not(notice.letter, seen, act))]
    return Decided(len(notices) - len(refused), refused)


def _why_not(letter: Letter, seen: dict[int, str], act: Callable[[Letter], Letter]) -> str:
    """Why this one stays as it is, or "" once it has moved; the others are not held up by it."""
    try:
        if letter.state == LetterState.SUBMITTED and fingerprint(letter) != seen[letter.pk]:
            raise DomainError(CHANGED)
        act(letter)
    except DomainError as refusal:
        return refusal.sentence
    return ""
