"""An edit of the calendar, of the hours or of the zone moves every open deadline in the same transaction."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from pkh_sembako.deadlines.services import recompute
from pkh_sembako.deadlines.services.recompute import Recomputed
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import DayOff, Office, WorkingHours

if TYPE_CHECKING:
    from pkh_sembako.accounts.models import User


@transaction.atomic
def edit(change: Callable[[], object], *, by: "User") -> Recomputed:
    """Do `change` (one of office.services.calendar), recompute, and keep in its history how many deadlines moved."""
    Office.objects.select_for_update().get(pk=1)  # edits come one after the other
    began = timezone.now()
    change()
    done = recompute.all_open(by=by)
    for model in (DayOff, WorkingHours, Office):
        written = model.history.filter(history_date__gte=began, history_user=by, history_change_reason=None)
        written.update(history_change_reason=in_words(done))
    return done


def in_words(done: Recomputed) -> str:
    """Like "7 tenggat dihitung ulang, 3 berubah"."""
    if not done.count:
        return "tidak ada tenggat yang sedang berjalan"
    return f"{thousands(done.count)} tenggat dihitung ulang, {thousands(done.moved)} berubah"
