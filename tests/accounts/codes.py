"""An authenticator app in a person's pocket."""

from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import second_factor


def code_of(user: User) -> str:
    """What the app shows now."""
    device = TOTPDevice.objects.filter(user=user).latest("confirmed")
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06}"


def equip(user: User) -> list[str]:
    """Set up, with a code of the minute before, so that the present one is still unused."""
    second_factor.propose(user)
    _, codes = second_factor.set_up(code=code_of(user), by=user)
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return codes
