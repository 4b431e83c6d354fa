"""Serah terima: who leaves hands desa and families over, all at once, so that no family is without anybody."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.accounts.models import PROGRAMS, Posting, User, WorkArea
from pkh_sembako.accounts.services import people, postings
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.models import Enrollment
from programs.queries import burden
from programs.services.bnba import history

FAMILIES = """
    UPDATE programs_enrollment e SET pendamping_id = %(heir)s::bigint WHERE e.pendamping_id = %(leaver)s::bigint
"""
AREAS = """
    UPDATE accounts_workarea w SET pendamping_id = %(heir)s::bigint WHERE w.pendamping_id = %(leaver)s::bigint
"""


@transaction.atomic
def hand_over(leaver: User, *, heir: User, by: User) -> tuple[int, int]:
    """Every desa and every family of `leaver` goes to `heir`, with history; (work areas, enrollments) moved.

    Five statements, however many families. Raises DomainError when the heir cannot take them.
    """
    list(User.objects.select_for_update().filter(pk__in=[leaver.pk, heir.pk]).order_by("pk"))
    _refuse_heir(leaver, heir, burden.of(leaver))
    stamp = history.Stamp(timezone.now(), f"Serah terima dari {leaver}", by.pk)
    areas = history.write(WorkArea, "~", AREAS, stamp, alias="w", leaver=leaver.pk, heir=heir.pk)
    families = history.write(Enrollment, "~", FAMILIES, stamp, alias="e", leaver=leaver.pk, heir=heir.pk)
    return areas, families


@transaction.atomic
def reschedule(posting: Posting, *, ends: date | None, heir: User | None, by: User, **dates: Any) -> tuple[int, int]:
    """Other dates for a posting; one that ends earlier leaves no family, absence or task to nobody.

    (work areas, enrollments) handed over. Raises DomainError with what would be left.
    """
    moved = (0, 0)
    if ends is not None and _shortens(posting, ends):
        if posting.role == "pendamping" and not _stays_pendamping(posting, ends):
            moved = _leave(posting.user, heir=heir, by=by)
        elif posting.is_in_force and (tasks := burden.tasks_of_nobody(posting)):
            raise DomainError(
                f"{tasks} tugas yang berjalan hanya dapat dikerjakan {posting.user} sebagai {posting.role_title}. "
                "Tempatkan orang lain lebih dahulu."
            )
    postings.reschedule(posting, ends=ends, by=by, **dates)
    return moved


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """The account is closed, unless a family, an absence or a task would be left to nobody."""
    _refuse_substitute(user, burden.of(user))
    if found := burden.of(user):
        raise DomainError(f"{user} masih mendampingi {in_words(found)}. Lakukan serah terima lebih dahulu.")
    for posting in user.postings.in_force().select_related("user"):
        if tasks := burden.tasks_of_nobody(posting):
            raise DomainError(
                f"{tasks} tugas yang berjalan hanya dapat dikerjakan {user} sebagai {posting.role_title}. Tempatkan "
                "orang lain lebih dahulu."
            )
    people.deactivate(user, by=by)


def in_words(found: burden.Burden) -> str:
    """Like "1.204 keluarga di 3 desa; 87 keluarga belum diperiksa"."""
    words = f"{thousands(found.families)} keluarga dan {thousands(found.desa)} desa"
    return f"{words}, {thousands(found.unchecked)} kroscek belum selesai" if found.unchecked else words


def _leave(user: User, *, heir: User | None, by: User) -> tuple[int, int]:
    found = burden.of(user)
    _refuse_substitute(user, found)
    if not found:
        return 0, 0
    if heir is None:
        raise DomainError(f"{in_words(found)} akan tanpa pendamping. Pilih siapa yang menerimanya.")
    return hand_over(user, heir=heir, by=by)


def _refuse_substitute(user: User, found: burden.Burden) -> None:
    if found.replaces:
        names = ", ".join(found.replaces)
        raise DomainError(f"{user} tercatat menggantikan {names}. Pilih pengganti lain lebih dahulu.")


def _refuse_heir(leaver: User, heir: User, found: burden.Burden) -> None:
    if heir.pk == leaver.pk:
        raise DomainError("Penerima harus orang lain.")
    held = set(heir.postings.in_force().filter(role="pendamping").values_list("program", flat=True))
    if not heir.is_active or not held:
        raise DomainError(f"{heir} tidak sedang ditempatkan sebagai pendamping.")
    if missing := [label for code, label in PROGRAMS if code in found.programs and not held & {"", code}]:
        raise DomainError(f"{heir} tidak ditempatkan untuk program {' dan '.join(missing)}. Pilih orang lain.")


def _shortens(posting: Posting, ends: date) -> bool:
    before = Posting.objects.get(pk=posting.pk).ends
    return before is None or ends < before


def _stays_pendamping(posting: Posting, ends: date) -> bool:
    others = posting.user.postings.filter(Q(ends__isnull=True) | Q(ends__gt=ends), role="pendamping")
    return others.exclude(pk=posting.pk).filter(starts__lte=date.fromordinal(ends.toordinal() + 1)).exists()
