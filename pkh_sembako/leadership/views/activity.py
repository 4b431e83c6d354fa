"""What lies behind the leadership's home page where no other page tells it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pkh_sembako.leadership.queries.activity import activity
from pkh_sembako.lib.access import Permission, allowed
from programs.queries import kroscek


@allowed(Permission.VIEW_LEADERSHIP)
@require_safe
def companion_activity(request: HttpRequest) -> HttpResponse:
    """GET /kegiatan-pendamping/: everybody who holds the post, by kecamatan."""
    the_round = kroscek.open_rounds().first()
    context = {"the_round": the_round, "people": activity(the_round, timezone.now())}
    return render(request, "pimpinan/pendamping.html", context)
