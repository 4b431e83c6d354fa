"""/pemberitahuan/: the bell's list; /pemberitahuan/dibaca/ marks messages as read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.deadlines import queries
from pkh_sembako.deadlines.services import bell
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.keyset import paginate


@allowed(Permission.HOME)
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    page = paginate(
        queries.bell(request.user),
        keys=("id",),
        descending=True,
        after=request.GET.get("sesudah"),
        before=request.GET.get("sebelum"),
    )
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
