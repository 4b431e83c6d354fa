"""/pemberitahuan/: the bell's list; dibaca/ marks messages as read, atur/ says how somebody wants to hear of what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.deadlines import queries
from pkh_sembako.deadlines.enums import ALLOWED
from pkh_sembako.deadlines.forms import NotificationForm
from pkh_sembako.deadlines.preferences import Preferences
from pkh_sembako.deadlines.services import bell, preferences
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page


@allowed(Permission.HOME)
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    page = asked_page(request, queries.bell(request.user), "id", descending=True)
    unread = queries.unread_count(request.user)
    return render(request, "deadlines/pemberitahuan.html", {"page": page, "unread": unread})


@allowed(Permission.HOME)
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Those named by `id`, or all."""
    ids = [int(one) for one in request.POST.getlist("id") if one.isdecimal() and len(one) < 19]
    count = bell.mark_read(request.user, ids=ids or None)
    messages.success(request, f"{count} pemberitahuan ditandai sudah dibaca.")
    return redirect("notifications")


@allowed(Permission.HOME)
@require_http_methods(["GET", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    """The person's own settings, one for each kind of message."""
    now = Preferences([request.user.pk])
    initial = {kind.value: now.way(request.user.pk, kind).value for kind in ALLOWED}
    form = NotificationForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            preferences.choose(form.ways(), by=request.user)
            messages.success(request, "Pengaturan pemberitahuan disimpan.")
            return redirect("notifications")
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "deadlines/pemberitahuan_atur.html", {"form": form}, status=status)
