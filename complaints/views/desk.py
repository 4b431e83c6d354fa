"""/meja-pengaduan/: complaints of every channel, and one of them with its course."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from complaints.models import Complaint
from pkh_sembako.lib.access import Permission, allowed


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """What this user may see, the newest first."""
    return render(request, "pengaduan/meja.html", {"rows": Complaint.objects.visible_to(request.user)[:50]})


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint with its course."""
    found = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    return render(request, "pengaduan/laporan.html", {"complaint": found, "events": found.events.select_related("by")})
