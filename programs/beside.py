"""What apps above add to the pages of families and cards. They stand above, so they say it here.

beside.offer_tab("household_complaints", "Pengaduan", Permission.VIEW_COMPLAINTS)     # a URL name with the family's pk
beside.offer_links("complaints", links)                                               # links(card, user) -> [Link]
beside.offer_at_the_counter("complaints", links)                                      # links(family, user) -> [Link]
"""

from collections.abc import Callable
from dataclasses import dataclass

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from programs.models import Household, Kks


@dataclass(frozen=True)
class Link:
    """A line on a card's page."""

    label: str
    words: str
    url: str


CardLinks = Callable[[Kks, User], list[Link]]
FamilyLinks = Callable[[Household, User], list[Link]]
_tabs: dict[str, tuple[str, Permission]] = {}
_links: dict[str, CardLinks] = {}
_at_the_counter: dict[str, FamilyLinks] = {}


def offer_tab(name: str, label: str, permission: Permission) -> None:
    _tabs[name] = (label, permission)


def offer_links(name: str, links: CardLinks) -> None:
    _links[name] = links


def offer_at_the_counter(name: str, links: FamilyLinks) -> None:
    _at_the_counter[name] = links


def family_tabs(user: User) -> list[tuple[str, str]]:
    """(URL name, label) of the tabs that this user may open."""
    return [(name, label) for name, (label, permission) in _tabs.items() if user.may(permission)]


def card_links(card: Kks, user: User) -> list[Link]:
    return [link for links in _links.values() for link in links(card, user)]


def counter_links(household: Household, user: User) -> list[Link]:
    """What may be done next for a family found at the counter."""
    return [link for links in _at_the_counter.values() for link in links(household, user)]
