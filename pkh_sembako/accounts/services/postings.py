"""Where a user works, and as what, from and to."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.enums import Executor
from pkh_sembako.office.models import Desa, Kecamatan, Official

NEEDS_KECAMATAN = ("korcam", "kecamatan")
MAY_HAVE_KECAMATAN = (*NEEDS_KECAMATAN, "pendamping")
NEEDS_DESA = ("desa",)


@transaction.atomic
def post(
    user: User,
    *,
    role: str,
    kecamatan: Kecamatan | None,
    desa: Desa | None,
    starts: date,
    ends: date | None,
    by: User,
    program: str = "",
    sk_number: str = "",
    sk_date: date | None = None,
    acting: Official | None = None,
) -> Posting:
    """A new posting; refused where the place does not fit the role or the same posting already runs in that time."""
    _check_place(role, kecamatan, desa)
    if program and role not in Executor.values:
        raise DomainError(f"Peran {ROLES[role].label} tidak dibagi menurut program. Kosongkan pilihan program.")
    posting = Posting(user=user, role=role, kecamatan=kecamatan, desa=desa, program=program, starts=starts, ends=ends)
    posting.sk_number, posting.sk_date, posting.acting = sk_number.strip(), sk_date, acting
    return _saved(posting, by)


@transaction.atomic
def reschedule(
    posting: Posting,
    *,
    starts: date,
    ends: date | None,
    by: User,
    sk_number: str | None = None,
    sk_date: date | None = None,
) -> Posting:
    """Other dates (and SK, unless None) for a posting; who stops working there gets an end, the past stays told."""
    posting.starts, posting.ends = starts, ends
    if sk_number is not None:
        posting.sk_number, posting.sk_date = sk_number.strip(), sk_date
    return _saved(posting, by)


def _check_place(role: str, kecamatan: Kecamatan | None, desa: Desa | None) -> None:
    label = ROLES[role].label
    if role in NEEDS_KECAMATAN and kecamatan is None:
        raise DomainError(f"Pilih kecamatan untuk peran {label}.")
    if role in NEEDS_DESA and desa is None:
        raise DomainError(f"Pilih desa untuk peran {label}.")
    if kecamatan and role not in MAY_HAVE_KECAMATAN:
        raise DomainError(f"Peran {label} tidak memakai kecamatan. Kosongkan pilihan kecamatan.")
    if desa and role not in NEEDS_DESA:
        raise DomainError(f"Peran {label} tidak memakai desa. Kosongkan pilihan desa.")


def _saved(posting: Posting, by: User) -> Posting:
    # One posting of a user is written at a time, so that two clicks cannot make two of the same.
    User.objects.select_for_update().get(pk=posting.user_id)
    if posting.ends and posting.ends < posting.starts:
        raise DomainError("Tanggal sampai tidak boleh sebelum tanggal mulai.")
    if twin := _twins(posting).first():
        until = f"sampai {tanggal(twin.ends)}" if twin.ends else "tanpa tanggal akhir"
        raise DomainError(f"Penempatan yang sama sudah ada sejak {tanggal(twin.starts)} {until}.")
    if _leaves_no_administrator(posting):
        raise DomainError("Ini satu-satunya administrator yang aktif. Tunjuk administrator lain lebih dahulu.")
    authored(posting, by=by)
    posting.save()
    return posting


def _twins(posting: Posting) -> QuerySet[Posting]:
    """The same role at the same place in an overlapping time."""
    same = Posting.objects.filter(
        user_id=posting.user_id, role=posting.role, kecamatan=posting.kecamatan, desa=posting.desa
    ).exclude(pk=posting.pk)
    if posting.ends:
        same = same.filter(starts__lte=posting.ends)
    return same.filter(Q(ends__isnull=True) | Q(ends__gte=posting.starts))


def _leaves_no_administrator(posting: Posting) -> bool:
    if posting.role != "admin" or posting.pk is None:
        return False
    others = Posting.objects.in_force().filter(role="admin", user__is_active=True).exclude(pk=posting.pk)
    return not others.exists() and not posting.is_in_force
