"""Bell messages where no deadline tells whose turn it is: work given back, more time asked for and decided."""

from collections.abc import Iterable

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.models import Deadline, Extension
from pkh_sembako.deadlines.people import Directory, Person
from pkh_sembako.deadlines.services import bell, extensions
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from sop.models import Target

CHECKERS = {"kroscek": ("pendamping",)}  # who mends what their kecamatan gets back, beside whoever leads it


def given_back(target: Target, *, by: User, reason: str) -> None:
    """To whoever works on the step or share, and in kroscek to the pendamping of the kecamatan."""
    deadline, directory = Deadline.objects.get(subject=target.subject), Directory()
    people = directory.actors(deadline)
    if target.kecamatan:
        menders = [role for activity in target.step.activities for role in CHECKERS.get(activity, ())]
        people |= directory.holders(menders, target.kecamatan_id)
    _tell(people, f"Dikembalikan {by}: {_what(deadline)}. “{reason}”", target, tone="peringatan")


def more_time_asked(target: Target, asked: Extension) -> None:
    """To those nearest above who asked: the first rank on the ladder that has somebody who may grant it."""
    until = f"sampai {tanggal(asked.until)}: {asked.reason}"
    _tell(
        _nearest_above(asked.asked_by),
        f"{asked.asked_by} meminta perpanjangan {_what(asked.deadline)}, {until}",
        target,
    )


def more_time_decided(target: Target, decided: Extension) -> None:
    """To whoever asked."""
    answer = "disetujui" if decided.granted else "ditolak"
    note = f": {decided.note}" if decided.note else ""
    text = (
        f"Perpanjangan {_what(decided.deadline)} sampai {tanggal(decided.until)} {answer} {decided.decided_by}{note}."
    )
    asker = Person(decided.asked_by.username, decided.asked_by_id)
    _tell([asker], text, target, tone="positif" if decided.granted else "peringatan")


def _nearest_above(asker: User) -> set[Person]:
    lowest, directory = extensions.rank(asker), Directory()
    ladder = [role for role in ROLES.values() if role.rank and Permission.GRANT_EXTENSIONS in role.permissions]
    for rank in sorted({role.rank for role in ladder if role.rank and role.rank > lowest}):
        roles = [role.code for role in ladder if role.rank == rank]
        if people := directory.holders(roles, None) - {Person(asker.username, asker.pk)}:
            return people
    return set()


def _what(deadline: Deadline) -> str:
    place = f", Kec. {deadline.kecamatan.name}" if deadline.kecamatan else ""
    return f"{deadline.title} ({deadline.group}){place}"


def _tell(people: Iterable[Person], text: str, target: Target, tone: str = "proses") -> None:
    users = User.objects.filter(pk__in=[person.pk for person in people])
    bell.tell(users, text=text, url=target.get_absolute_url(), tone=tone, by_mail=True)
