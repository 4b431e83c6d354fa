"""Asking for the password again before an act that binds the office, throttled like the login itself.

The form's field is called `password`: django-axes keeps what was posted with a failed try, but never that field.
"""

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest

from pkh_sembako.lib.errors import DomainError


class WrongPassword(DomainError):
    """Not the password of the person at the desk."""


class TooManyTries(WrongPassword):
    """Five wrong passwords; the login itself is closed for this person and address as well."""


def confirm_password(request: HttpRequest, password: str) -> None:
    """WrongPassword when this is not the password of the person at the desk; TooManyTries after five wrong ones."""
    name = request.user.get_username()  # only for views behind a login
    who = {"username": name}
    if AxesProxyHandler.is_locked(request, who):
        raise TooManyTries("Lima kali kata sandi salah. Tunggu 15 menit, lalu coba lagi.")
    if request.user.check_password(password):
        AxesProxyHandler.reset_attempts(username=name, ip_address=request.axes_ip_address)  # type: ignore[attr-defined]
        return
    AxesProxyHandler.user_login_failed(sender=confirm_password, credentials=who, request=request)
    request.axes_locked_out = False  # type: ignore[attr-defined]  # the page says it itself and keeps what was typed
    raise WrongPassword("Kata sandi tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk.")
