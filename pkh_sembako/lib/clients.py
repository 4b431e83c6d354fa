"""From which network address a request really comes; limits of the login and of the public forms count by it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of the connection; behind `settings.PROXIES` reverse proxies what the outermost of them wrote down.

    Each proxy appends the address of who asked it to X-Forwarded-For, so the last so many entries are true and what
    stands before them is the client's own word. An entry that is no address counts for nothing.
    """
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.PROXIES <= len(said) and (found := _address(said[-settings.PROXIES])):
        return found
    return _address(request.META.get("REMOTE_ADDR", "")) or None


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
