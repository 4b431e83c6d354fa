"""/keluarga/<id>/per/: one family as it was on a day."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pkh_sembako.lib.access import Permission, allowed
from programs.forms.rekap import DayForm
from programs.queries.rekap_family import standing
from programs.views.families import family_page, visible_family


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_safe
def household_at(request: HttpRequest, pk: int) -> HttpResponse:
    """The day stands in the address (`per`); without one it is today."""
    family = visible_family(request, pk)
    form = DayForm(request.GET)
    day = form.applied().get("per") or timezone.localdate()
    then = standing(family, day, request.user)
    context = {"filter_form": form, "day": day, "then": then}
    return family_page(request, family, "household_at", "rekap/keluarga.html", **context)
