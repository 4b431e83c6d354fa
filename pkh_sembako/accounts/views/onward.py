"""Where a user wanted to go before something else had to be done first."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest) -> str:
    """The address in `next`, if it is one of ours; else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"


def go_on(request: HttpRequest) -> HttpResponseRedirect:
    """There. Not `redirect`, which takes odd words for the name of a view."""
    return HttpResponseRedirect(onward(request))
