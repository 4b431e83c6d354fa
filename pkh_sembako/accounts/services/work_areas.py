"""Which pendamping accompanies which desa."""

from collections.abc import Iterable

from django.db import transaction

from pkh_sembako.accounts.models import PROGRAMS, User, WorkArea
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa


@transaction.atomic
def assign(desa: Iterable[Desa], *, program: str, pendamping: User | None, by: User) -> list[Desa]:
    """Give the desa to a pendamping for a program, or (None) to nobody; which desa changed hands.

    Families stay where they are: `programs` moves present enrollments where the officer asks for it.
    """
    if program not in dict(PROGRAMS):
        raise DomainError("Pilih program PKH atau Sembako.")
    if pendamping and not pendamping.is_active:
        raise DomainError(f"{pendamping} tidak aktif lagi.")
    if pendamping and not pendamping.postings.in_force().filter(role="pendamping").exists():
        raise DomainError(f"{pendamping} tidak sedang ditempatkan sebagai pendamping.")
    codes = [one.pk for one in desa]
    wanted = {one.pk: one for one in Desa.objects.select_for_update().filter(pk__in=codes)}
    present = WorkArea.objects.select_for_update().filter(desa__in=wanted, program=program)
    areas = {area.desa_id: area for area in present}
    return [one for code, one in wanted.items() if _give(areas.get(code), one, program, pendamping, by)]


def _give(area: WorkArea | None, desa: Desa, program: str, pendamping: User | None, by: User) -> bool:
    """Whether the desa changed hands."""
    if (area.pendamping_id if area else None) == (pendamping.pk if pendamping else None):
        return False
    area = area or WorkArea(desa=desa, program=program)
    authored(area, by=by)
    if pendamping is None:
        area.delete()
    else:
        area.pendamping = pendamping
        area.save()
    return True
