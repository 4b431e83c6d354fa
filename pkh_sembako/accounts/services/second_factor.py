"""The second factor: a code of an authenticator app (TOTP, RFC 6238) or one of ten recovery codes.

Who decides for the office must have one (`Role.second_factor`); everybody else may. A code typed for an act leaves a
proof that names what it was typed for: yesterday's code, or one typed for another list, decides nothing.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from pkh_sembako.accounts.models import SecondFactorProof, User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError

RECOVERY_CODES = 10
FRESH = timedelta(minutes=5)


class WrongCode(DomainError):
    """Not a code of this person, one used before, or too many tries."""


def is_set_up(user: User) -> bool:
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def must_set_up(user: User) -> bool:
    """Whether one of the user's roles decides for the office, and the office demands it (SECOND_FACTOR)."""
    return settings.SECOND_FACTOR and any(role.second_factor for role in user.roles)


def propose(user: User) -> TOTPDevice:
    """The device that waits to be confirmed; its secret stays the same until then."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "Aplikasi autentikator"})
    return device


@transaction.atomic
def set_up(*, code: str, by: User) -> tuple[TOTPDevice, list[str]]:
    """Confirm the proposed device with its first code; gives it and the recovery codes, which are shown only now."""
    device = TOTPDevice.objects.select_for_update().filter(user=by, confirmed=False).first()
    if device is None or is_set_up(by):
        raise DomainError("Pemasangan belum dimulai atau sudah selesai. Buka halaman ini sekali lagi.")
    if not device.verify_token(_plain(code)):
        raise _wrong()
    TOTPDevice.objects.filter(user=by).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device, _new_codes(by)


def check(code: str, *, by: User, about: str = "") -> Device:
    """The device that accepts the code. `about` (64 hex) is what it was typed for: a proof is kept.

    Raises WrongCode; after wrong ones the wait doubles each time, and every code is good once.
    """
    with transaction.atomic():  # a failed try is counted, so nothing is raised in here
        accepted, wait = _accept(by, _plain(code))
        if accepted and about:
            SecondFactorProof.objects.create(user=by, about=about, device=accepted.persistent_id)
    if accepted is None:
        raise _wrong(wait)
    return accepted


def is_proven(user: User, about: str, *, at: datetime | None = None) -> bool:
    """Whether a code was typed for `about` within the last five minutes."""
    now = at or timezone.now()
    return SecondFactorProof.objects.filter(user=user, about=about, at__gt=now - FRESH, at__lte=now).exists()


def refuse_unproven(user: User, about: str) -> None:
    """Raises DomainError when the user has, or must have, a second factor and typed no code for `about` just now."""
    if (is_set_up(user) or must_set_up(user)) and not is_proven(user, about):
        raise DomainError("Ketik kode dari aplikasi autentikator untuk keputusan ini; kode berlaku 5 menit.")


@transaction.atomic
def renew_codes(*, code: str, by: User) -> list[str]:
    """New recovery codes; the old ones stop working."""
    check(code, by=by)
    return _new_codes(by)


def turn_off(*, code: str, by: User) -> None:
    """Remove the own second factor, if no role of the user demands it."""
    if must_set_up(by):
        raise DomainError("Peran Anda wajib memakai langkah kedua; tidak dapat dilepas.")
    check(code, by=by)
    _forget(by)


def reset(user: User, *, by: User) -> None:
    """For a lost phone: the user sets it up again at the next login. Nobody resets the own one."""
    if user == by:
        raise DomainError("Langkah kedua milik sendiri disetel ulang oleh administrator lain.")
    _forget(user)
    authored(user, by=by, reason=f"Langkah kedua disetel ulang oleh {by}")
    user.save()


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def _accept(user: User, code: str) -> tuple[Device | None, int]:
    """(the device that accepts, seconds to wait before the next try)"""
    wait = 0
    for model in (TOTPDevice, StaticDevice):
        for device in model.objects.select_for_update().filter(user=user, confirmed=True):
            allowed, why = device.verify_is_allowed()
            if not allowed:
                until = why["locked_until"] if why else timezone.now()
                wait = max(wait, round((until - timezone.now()).total_seconds()))
            elif device.verify_token(code):
                return device, 0
    return None, wait


def _wrong(wait: int = 0) -> WrongCode:
    if wait > 0:
        return WrongCode(f"Terlalu banyak kode salah. Tunggu {wait} detik, lalu coba dengan kode yang baru.")
    return WrongCode("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu coba lagi.")


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Kode pemulihan")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _plain(code: str) -> str:
    return "".join(code.split()).lower()
