"""Whom an incident reaches: from an account, a window of time or pages to persons, in sets (Pasal 46).

What is certain comes from what never changes: the read log, the orders of files, the history of changes. Pages with
masked numbers leave no row; whoever wants to tell everybody who could have been seen asks for the account's reach too.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadLog
from pkh_sembako.privacy.enums import DataClass as D
from pkh_sembako.privacy.enums import Way
from pkh_sembako.privacy.queries import lists
from pkh_sembako.privacy.queries.places import PLACES
from programs.enums import Component
from programs.models import Household, Member

CHILDREN = {Component.TODDLER, Component.PRESCHOOL, Component.SD, Component.SMP, Component.SMA}
ADULT = 18  # years
# One row for each family (or member), address kind: how often, first and last.
DIRECT = """
WITH log AS MATERIALIZED (
    SELECT url, min(at) AS first, max(at) AS last FROM audit_readlog
     WHERE at >= %(starts)s AND at < %(ends)s AND (%(user)s::bigint IS NULL OR user_id = %(user)s)
       AND starts_with(url, %(address)s)
     GROUP BY url  -- expressions are slow: once an address, not once a reading
), hit AS (
    SELECT p.code, p.of, log.first, log.last, regexp_match(log.url, p.pattern) AS ids
      FROM log JOIN unnest(%(codes)s::text[], %(patterns)s::text[], %(ofs)s::text[]) AS p(code, pattern, of)
        ON log.url ~ p.pattern
), seen AS (
    SELECT hit.code, hit.first, hit.last, CASE WHEN hit.of = 'member' THEN hit.ids[2]::bigint END AS member_id,
           CASE hit.of WHEN 'card' THEN (SELECT household_id FROM programs_kks WHERE id = hit.ids[1]::bigint)
                       WHEN 'change' THEN (SELECT household_id FROM programs_sikschange WHERE id = hit.ids[1]::bigint)
                       ELSE hit.ids[1]::bigint END AS household_id
      FROM hit
)
SELECT household_id, member_id, code, min(first), max(last) FROM seen
 WHERE household_id IS NOT NULL GROUP BY 1, 2, 3
"""
CHANGED = """
WITH act AS (
    SELECT id AS household_id, history_date AS at FROM programs_historicalhousehold
     WHERE history_date >= %(starts)s AND history_date < %(ends)s
       AND history_user_id = %(user)s
    UNION ALL
    SELECT household_id, history_date FROM programs_historicalmember
     WHERE history_date >= %(starts)s AND history_date < %(ends)s
       AND history_user_id = %(user)s
    UNION ALL
    SELECT household_id, history_date FROM programs_historicalenrollment
     WHERE history_date >= %(starts)s AND history_date < %(ends)s
       AND history_user_id = %(user)s
    UNION ALL
    SELECT m.household_id, h.history_date FROM programs_historicalkroscekresult h
      JOIN programs_roundentry e ON e.id = h.entry_id JOIN programs_enrollment m ON m.id = e.enrollment_id
     WHERE h.history_date >= %(starts)s AND h.history_date < %(ends)s
       AND h.history_user_id = %(user)s
    UNION ALL
    SELECT c.household_id, k.recorded_at FROM programs_kksevent k JOIN programs_kks c ON c.id = k.card_id
     WHERE k.recorded_at >= %(starts)s AND k.recorded_at < %(ends)s
       AND k.by_id = %(user)s
)
SELECT household_id, min(at), max(at) FROM act WHERE household_id IS NOT NULL GROUP BY 1
"""


@dataclass(frozen=True)
class Question:
    """Which account (None = whoever), from when until before when, and addresses that begin so ("" = all)."""

    starts: datetime
    ends: datetime
    user: User | None = None
    address: str = ""
    with_reach: bool = False


@dataclass
class Seen:
    """What is known of one family: `members` seen by themselves, else its pengurus, or all when `whole`."""

    shows: set[D] = field(default_factory=set)
    ways: set[Way] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    head: bool = False
    whole: bool = False
    first: datetime | None = None
    last: datetime | None = None

    def add(self, shows: frozenset[D], way: Way, first: datetime, last: datetime) -> None:
        self.shows |= shows
        self.ways.add(way)
        self.first = min(first, self.first or first)
        self.last = max(last, self.last or last)


@dataclass(frozen=True)
class Person:
    """Somebody who is affected."""

    household: int
    member: int
    name: str
    address: str
    desa: str
    kecamatan: str
    phone: str
    classes: tuple[D, ...]
    ways: tuple[Way, ...]
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class Answer:
    """The persons in order of place and name; `unknown` are reads that cannot be traced to persons."""

    persons: list[Person]
    families: int
    unknown: list[lists.ListRead]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over who is affected and of what; the same question gives the same as long as nobody was added."""
        rows = [(each.household, each.member, each.classes, each.ways) for each in self.persons]
        return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()

    def summary(self) -> dict[str, Any]:
        """Counts of persons by class and way, and by kecamatan with the families."""
        classes: dict[str, int] = defaultdict(int)
        ways: dict[str, int] = defaultdict(int)
        places: dict[str, set[int]] = defaultdict(set)
        persons: dict[str, int] = defaultdict(int)
        for each in self.persons:
            for one in each.classes:
                classes[one] += 1
            for way in each.ways:
                ways[way] += 1
            places[each.kecamatan].add(each.household)
            persons[each.kecamatan] += 1
        return {
            "classes": {str(code): classes[code] for code in D if classes[code]},
            "ways": {str(way): ways[way] for way in Way if ways[way]},
            "places": [[name, len(places[name]), persons[name]] for name in sorted(places)],
            "unknown": [[each.at.isoformat(), str(each.reader), each.subject] for each in self.unknown[:200]],
        }


def answer(question: Question) -> Answer:
    """A fixed number of queries and one for each different list, however many rows and families."""
    seen: dict[int, Seen] = defaultdict(Seen)
    _directly(question, seen)
    unknown = _on_lists(question, seen)
    if question.user and not question.address:
        _changed(question, seen)
    if question.with_reach and question.user:
        _within_reach(question, seen)
    persons = list(_persons(seen))
    return Answer(persons, len({each.household for each in persons}), unknown)


def _parameters(question: Question) -> dict[str, Any]:
    places = list(PLACES.values())
    return {
        "starts": question.starts,
        "ends": question.ends,
        "user": question.user.pk if question.user else None,
        "address": question.address,
        "codes": [place.code for place in places],
        "patterns": [place.pattern for place in places],
        "ofs": [place.of for place in places],
    }


def _directly(question: Question, seen: dict[int, Seen]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DIRECT, _parameters(question))
        for household, member, code, first, last in cursor:
            place, one = PLACES[code], seen[household]
            one.add(place.shows, place.way, first, last)
            one.whole = one.whole or place.whole
            if member:
                one.members.add(member)
            else:
                one.head = True


def _on_lists(question: Question, seen: dict[int, Seen]) -> list[lists.ListRead]:
    """Puts the families of every list into `seen`; gives back the reads that cannot be traced."""
    logs = ReadLog.objects.filter(at__gte=question.starts, at__lt=question.ends)
    logs = logs.filter(user=question.user) if question.user else logs
    found = lists.reads(logs.filter(url__startswith=question.address) if question.address else logs)
    moments: dict[lists.Listed, list[datetime]] = defaultdict(list)
    for read in found:
        if read.listed:
            moments[read.listed].append(read.at)
    for listed, times in moments.items():
        for household in listed.families():
            seen[household].add(listed.shows, Way.LIST, min(times), max(times))
            seen[household].head = True
            seen[household].whole = seen[household].whole or D.CHILD in listed.shows
    return [read for read in found if read.listed is None]


def _changed(question: Question, seen: dict[int, Seen]) -> None:
    """What one account wrote; asked without an account, everybody's daily work would hide what was read."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, _parameters(question))
        for household, first, last in cursor:
            seen[household].add(frozenset({D.ADDRESS, D.AID}), Way.CHANGE, first, last)
            seen[household].head = True


def _within_reach(question: Question, seen: dict[int, Seen]) -> None:
    """Families that the account reaches today, by pages whose reading leaves no row."""
    assert question.user is not None
    shows = frozenset({D.ADDRESS, D.AID, D.CHILD, D.HEALTH, D.DISABILITY})
    for household in Household.objects.visible_to(question.user).order_by().values_list("pk", flat=True):
        seen[household].add(shows, Way.REACH, question.starts, question.ends)
        seen[household].head = seen[household].whole = True


def _persons(seen: dict[int, Seen]) -> Iterator[Person]:
    """One query over the members of the families."""
    home = ("household__alamat", "household__desa__name", "household__desa__kecamatan__name", "household__phone")
    own = ("household_id", "pk", "name", "is_pengurus", "birth_date", "components")
    members = Member.objects.filter(household__in=list(seen)).order_by(
        "household__desa__kecamatan__name", "household__desa__name", "household_id", "-is_pengurus", "pk"
    )
    for household, pk, name, is_head, born, components, *place in members.values_list(*own, *home):
        one = seen[household]
        if not (one.whole or pk in one.members or (is_head and one.head)):
            continue
        classes = _classes(one, is_head=is_head, born=born, components=components)
        ways = tuple(way for way in Way if way in one.ways)
        alamat, desa, kecamatan, phone = place
        yield Person(household, pk, name, alamat, desa, kecamatan, phone, classes, ways, one.first, one.last)


def _classes(one: Seen, *, is_head: bool, born: Any, components: list[str]) -> tuple[D, ...]:
    """What could be seen of this member: the sensitive kinds only where the member has such."""
    found = set(one.shows)
    latest = one.last.date() if one.last else None
    child = bool(set(components) & CHILDREN) or bool(born and latest and _years(born, latest) < ADULT)
    has = {D.CHILD: child, D.HEALTH: Component.PREGNANT in components, D.DISABILITY: Component.DISABILITY in components}
    found -= {code for code, true in has.items() if not true}
    if child:
        found.add(D.CHILD)
    if not is_head:
        found -= {D.CARD, D.ACCOUNT, D.PHONE}
    return tuple(code for code in D if code in found)


def _years(born: Any, on: Any) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
