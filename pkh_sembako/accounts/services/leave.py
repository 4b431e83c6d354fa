"""Who works the families of a pendamping on leave."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, Substitution, User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError

MAY_REPLACE = ("pendamping", "korcam")


@transaction.atomic
def arrange(row: Substitution, *, by: User) -> Substitution:
    """A new or changed substitution; both work here all the time, and nobody is chained to another absence."""
    list(User.objects.select_for_update().filter(pk__in=[row.absent_id, row.substitute_id]).order_by("pk"))
    if row.absent_id == row.substitute_id:
        raise DomainError("Pengganti harus orang lain.")
    if row.ends < row.starts:
        raise DomainError("Tanggal sampai tidak boleh sebelum tanggal mulai.")
    _refuse_unposted(row.absent, ("pendamping",), row.starts, row.ends, "pendamping")
    _refuse_unposted(row.substitute, MAY_REPLACE, row.starts, row.ends, "pendamping atau koordinator kecamatan")
    _refuse_tangles(row)
    authored(row, by=by)
    if row.pk is None:
        row.by = by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DomainError(f"{row.absent} sudah mempunyai pengganti pada masa itu.") from error
    return row


@transaction.atomic
def end_early(row: Substitution, *, by: User) -> bool:
    """From today on no more; one that has not begun is taken away. Whether it had begun."""
    today = timezone.localdate()
    if row.is_over:
        raise DomainError("Penggantian ini sudah berakhir.")
    begun = row.starts < today
    authored(row, by=by, reason="Diakhiri lebih awal")
    if begun:
        row.ends = date.fromordinal(today.toordinal() - 1)
        row.save()
    else:
        row.delete()
    return begun


def _refuse_unposted(person: User, roles: tuple[str, ...], starts: date, ends: date, words: str) -> None:
    held = Posting.objects.filter(Q(ends__isnull=True) | Q(ends__gte=ends), starts__lte=starts)
    if not person.is_active or not held.filter(user=person, role__in=roles).exists():
        raise DomainError(f"{person} tidak ditempatkan sebagai {words} selama masa itu.")


def _refuse_tangles(row: Substitution) -> None:
    meanwhile = Substitution.objects.overlapping(row.starts, row.ends).exclude(pk=row.pk)
    if away := meanwhile.filter(absent=row.substitute).first():
        raise DomainError(
            f"{row.substitute} sendiri cuti sejak {tanggal(away.starts)} sampai {tanggal(away.ends)}. Pilih orang lain."
        )
    if busy := meanwhile.filter(substitute=row.absent).select_related("absent").first():
        raise DomainError(
            f"{row.absent} sedang menggantikan {busy.absent} sampai {tanggal(busy.ends)}. Atur pengganti lain bagi "
            f"{busy.absent} lebih dahulu."
        )
    if row.absent.absences.overlapping(row.starts, row.ends).exclude(pk=row.pk).exists():
        raise DomainError(f"{row.absent} sudah mempunyai pengganti pada masa itu.")
