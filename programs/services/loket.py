"""Terdaftar atau tidak: each search is counted and leaves a row in the read log, with what it was for."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Household
from programs.queries import loket as queries

MOST_PER_HOUR = 60
PURPOSES = {
    "loket": "Warga bertanya di loket",
    "telepon": "Warga bertanya lewat telepon atau pesan",
    "pengaduan": "Menjawab pengaduan",
}


@dataclass(frozen=True)
class Found:
    """Ids of at most ten families, best first; `more` when there are others."""

    ids: list[int]
    more: bool


@transaction.atomic
def look_up(*, number: str, name: str, desa: Desa | None, purpose: str, by: User, url: str = "") -> Found:
    """Search, logged without the number; DomainError when somebody searches more often than people can come."""
    with connection.cursor() as cursor:  # searches of one person count one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('loket'), %s)", [by.pk])
    since = timezone.now() - timedelta(hours=1)
    if ReadLog.objects.filter(user=by, kind=ReadKind.LOOK_UP, at__gt=since).count() >= MOST_PER_HOUR:
        raise DomainError(f"Sudah {MOST_PER_HOUR} kali mencari dalam satu jam. Tunggu sebentar, lalu cari lagi.")
    ids = queries.find(by, number=number, name=name, desa=desa)
    what = "NIK atau nomor KK" if number else f"nama {name}, {desa}"
    counted = f"lebih dari {queries.MOST_SHOWN}" if len(ids) > queries.MOST_SHOWN else str(len(ids))
    subject = f"Pencarian di loket dengan {what}: {counted} keluarga"
    log_read(ReadKind.LOOK_UP, by=by, subject=subject, purpose=PURPOSES[purpose], url=url)
    return Found(ids[: queries.MOST_SHOWN], len(ids) > queries.MOST_SHOWN)


def opened(household: Household, *, purpose: str, by: User, url: str = "") -> None:
    """The family's page was read."""
    subject = f"Keadaan keluarga {household.name}, {household.desa.name}, di loket"
    log_read(ReadKind.LOOK_UP, by=by, subject=subject, purpose=PURPOSES[purpose], url=url)
