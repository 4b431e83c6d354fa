"""Does the NIK of a KTP belong to this family? The answer is "cocok" or "tidak", never the number."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.lib.errors import DomainError
from programs.models import Household

MOST_PER_HOUR = 30
PURPOSE = "Mencocokkan NIK pada KTP"


@dataclass(frozen=True)
class Answer:
    """`whose` says in words whose NIK it is; empty when it is nobody's in this family."""

    whose: str

    @property
    def matches(self) -> bool:
        return bool(self.whose)


@transaction.atomic
def check(household: Household, nik: str, *, by: User, url: str = "") -> Answer:
    """Compare 16 typed digits with the family's numbers; each try is logged, 30 an hour and person at most."""
    with connection.cursor() as cursor:  # tries of one person count one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('nik_check'), %s)", [by.pk])
    since = timezone.now() - timedelta(hours=1)
    if ReadLog.objects.filter(user=by, kind=ReadKind.CHECK, at__gt=since).count() >= MOST_PER_HOUR:
        raise DomainError(
            f"Sudah {MOST_PER_HOUR} kali mencocokkan NIK dalam satu jam. Lanjutkan kroscek, dan coba lagi nanti."
        )
    answer = Answer(_whose(household, nik))
    words = "cocok" if answer.matches else "tidak cocok"
    subject = f"NIK keluarga {household.name}, {household.desa.name}: {words}"
    log_read(ReadKind.CHECK, by=by, subject=subject, purpose=PURPOSE, url=url)
    return answer


def _whose(household: Household, nik: str) -> str:
    if nik == household.nik:
        return f"pengurus {household.name}"
    member = household.members.filter(nik=nik).first()
    return f"anggota {member.name}" if member else ""
