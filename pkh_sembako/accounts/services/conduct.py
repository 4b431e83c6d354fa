"""Kode etik: a version to read, and the promise of each person to keep it."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pkh_sembako.accounts.models import CodeAcceptance, CodeOfConduct, User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Office
from pkh_sembako.office.services import office as office_service


def is_demanded() -> bool:
    return settings.CODE_OF_CONDUCT


def must_accept(user: User) -> bool:
    """Whether there is a version in force that this person did not accept. Two queries: see `standing`."""
    code = CodeOfConduct.objects.in_force()
    return code is not None and accepted(code, user) is None


def standing(office: Office) -> str:
    """Under this word an answer of `must_accept` may be remembered: a new version or a new day asks again."""
    return f"{office.conduct_version} {timezone.localdate().isoformat()}"


def accepted(code: CodeOfConduct, user: User) -> CodeAcceptance | None:
    return CodeAcceptance.objects.filter(code=code, user=user).first()


def accept(*, version: int, by: User) -> CodeAcceptance:
    """The promise. `version` is what the page showed: a newer one must be read first."""
    code = CodeOfConduct.objects.in_force()
    if code is None or code.version != version:
        raise DomainError("Kode etik baru saja diperbarui. Bacalah versi yang baru, lalu setujui.")
    return CodeAcceptance.objects.get_or_create(code=code, user=by)[0]


@transaction.atomic
def publish(*, text: str, dated: date, by: User) -> CodeOfConduct:
    """A new version; everybody accepts it at the next login from its day on."""
    last = CodeOfConduct.objects.select_for_update().order_by("-version").first()
    made = CodeOfConduct(text=text.strip(), dated=dated, by=by)
    if not made.rules:
        raise DomainError("Tulis paling sedikit satu butir.")
    if last and made.rules == last.rules:
        raise DomainError("Belum ada butir yang berubah.")
    if last and dated < last.dated:
        raise DomainError("Tanggal berlaku tidak boleh sebelum tanggal berlaku versi yang lama.")
    made.version = (CodeOfConduct.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    made.save()
    if office := Office.objects.select_for_update().filter(pk=1).first():
        office.conduct_version = made.version
        office_service.change(office, by=by)
    return made
