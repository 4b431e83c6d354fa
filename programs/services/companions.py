"""Which pendamping accompanies a family: it follows its desa when the officer says so."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.queries import pendamping_now
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Enrollment
from programs.services.bnba import history

FOLLOW = """
    UPDATE programs_enrollment e SET pendamping_id = %(pendamping)s::bigint FROM programs_household h
    WHERE h.id = e.household_id AND h.desa_id = ANY(%(desa)s) AND e.program = %(program)s
      AND e.pendamping_id IS DISTINCT FROM %(pendamping)s::bigint
"""

HAND_OVER = """
    UPDATE programs_enrollment e SET pendamping_id = %(pendamping)s::bigint
    WHERE e.household_id = ANY(%(households)s) AND e.program = ANY(%(programs)s)
      AND e.pendamping_id IS DISTINCT FROM %(pendamping)s::bigint
"""


@transaction.atomic
def hand_over(households: Iterable[int], *, programs: Iterable[str], pendamping: User | None, by: User) -> int:
    """Give these families (ids) to the pendamping in the programmes (None = nobody), with history; how many changed.

    The desa keep their pendamping, and no import takes these families back: it leaves the pendamping as it is.
    """
    if pendamping and not pendamping_now().filter(pk=pendamping.pk).exists():
        raise DomainError(f"{pendamping} tidak sedang ditempatkan sebagai pendamping.")
    stamp = history.Stamp(timezone.now(), "Diserahkan bersama dari daftar keluarga", by.pk)
    values: dict[str, Any] = {
        "pendamping": pendamping.pk if pendamping else None,
        "households": list(households),
        "programs": list(programs),
    }
    return history.write(Enrollment, "~", HAND_OVER, stamp, alias="e", **values)


@transaction.atomic
def follow(desa: Iterable[Desa], *, program: str, pendamping: User | None, by: User) -> int:
    """Give the present families of these desa to the pendamping (None = nobody), with history; how many changed."""
    stamp = history.Stamp(timezone.now(), "Mengikuti wilayah kerja", by.pk)
    values: dict[str, Any] = {
        "pendamping": pendamping.pk if pendamping else None,
        "desa": [one.pk for one in desa],
        "program": program,
    }
    return history.write(Enrollment, "~", FOLLOW, stamp, alias="e", **values)
