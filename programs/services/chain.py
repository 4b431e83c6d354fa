"""Who signs a Berita Acara: the office's chain without links that nobody can give, and one person once.

A vacant post falls out with a note; so does the paraf of somebody who must act at a later link (a Kabid who is also
Plt. Kepala Dinas). The last link determines and never falls out.
"""

from dataclasses import asdict, dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from django.utils import timezone

from pkh_sembako.accounts.models import Posting, RoleLabel, User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import ChainLink
from pkh_sembako.office.queries import printed_titles, vacancies
from programs.models import BaRevision


@dataclass(frozen=True)
class LeftOut:
    """A link that is not asked, in words; kept on the revision, shown to every link, printed."""

    role: str
    title: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of_today() -> tuple[list[str], list[LeftOut]]:
    """(role codes that sign, links that fell out), in order. Raises DomainError where nobody could determine."""
    links = list(ChainLink.objects.order_by("order").values_list("role", flat=True))
    if not links:
        raise DomainError("Rantai penandatangan kantor belum diisi. Minta administrator melengkapinya.")
    vacant, titles, today = vacancies(), RoleLabel.titles(), timezone.localdate()
    if links[-1] in vacant:
        raise DomainError(
            f"Jabatan {titles[links[-1]]} kosong. Minta administrator mencatat Plt. atau Plh. lebih dahulu."
        )
    left_out = []
    for place, role in enumerate(links[:-1]):
        if reason := _vacant(vacant[role]) if role in vacant else _acts_later(role, links[place + 1 :], today):
            left_out.append(LeftOut(role, titles[role], reason))
    gone = {one.role for one in left_out}
    return [role for role in links if role not in gone], left_out


def vacant_links(revision: BaRevision, first: int) -> list[str]:
    """Why the links from `first` on, one after the other, are not asked today; the last link is never among them."""
    roles = revision.chain[first - 1 : -1]
    vacant = vacancies() if roles else {}
    return [_vacant(vacant[role])[:400] for role in takewhile(vacant.__contains__, roles)]


def refuse_who_must_act_later(revision: BaRevision, link: int, *, by: User) -> None:
    """A paraf by the only person who can act at a later link would leave that link to nobody."""
    if not by.has_role(revision.chain[link - 1]):
        return  # not this person's turn at all
    for role in revision.chain[link:]:
        if holders(role) == {by.pk}:
            title = printed_titles(timezone.localdate()).get((role, by.pk)) or RoleLabel.of(role)
            raise DomainError(
                f"Seorang hanya bertindak satu kali, dan hanya Anda yang dapat bertindak sebagai {title}. "
                "Kembalikan revisi ini agar disusun ulang tanpa paraf ini, atau minta pejabat lain memberinya."
            )


def holders(role: str) -> set[int]:
    """Ids of who holds the role today."""
    held = Posting.objects.in_force().filter(role=role, user__is_active=True)
    return set(held.values_list("user_id", flat=True))


def _vacant(note: str) -> str:
    return f"jabatan kosong: {note}" if note else "jabatan kosong"


def _acts_later(role: str, later: list[str], today: date) -> str:
    here = holders(role)
    if len(here) != 1:
        return ""
    for other in later:
        if holders(other) == here:
            (pk,) = here
            title = printed_titles(today).get((other, pk)) or RoleLabel.of(other)
            return f"pejabatnya, {User.objects.get(pk=pk)}, bertindak satu kali, yaitu sebagai {title}"
    return ""
