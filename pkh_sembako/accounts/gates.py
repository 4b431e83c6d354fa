"""What must be done before anything else: a code after the password, setting it up, accepting the kode etik.

A gate says which pages stay open; the first of them is where the user is led. No page: the gate is passed.
"""

from collections.abc import Callable

from django.http import HttpRequest

from pkh_sembako.accounts.services import conduct, second_factor

PENDING = "second_factor_pending"  # in a session whose password was right and whose code was not asked yet
CONDUCT = "code_of_conduct_kept"  # under which `conduct.standing` this session's person need not accept anything
Pages = tuple[str, ...]
TYPE_IT: Pages = ("second_factor_code",)
SET_IT_UP: Pages = ("second_factor", "second_factor_set_up")


def standing_before(request: HttpRequest) -> str:
    """Name of the page that this user must see first; empty when this one may open."""
    for gate in GATES:
        if pages := gate(request):
            return "" if request.resolver_match.url_name in pages else pages[0]
    return ""


def _second_factor(request: HttpRequest) -> Pages:
    user = request.user
    if user.is_verified() or (PENDING not in request.session and not second_factor.must_set_up(user)):
        return ()
    return TYPE_IT if second_factor.is_set_up(user) else SET_IT_UP


def _code_of_conduct(request: HttpRequest) -> Pages:
    """Asked of the database once a session and day, and again after a new version was published."""
    if not conduct.is_demanded():
        return ()
    standing = conduct.standing(request.office)
    if request.session.get(CONDUCT) == standing:
        return ()
    if conduct.must_accept(request.user):
        return ("code_of_conduct",)
    request.session[CONDUCT] = standing
    return ()


GATES: tuple[Callable[[HttpRequest], Pages], ...] = (_second_factor, _code_of_conduct)
