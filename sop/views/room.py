"""The SOP room: two versions side by side, the lane diagram, and when a cycle will be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, render
from django.views.decorators.http import require_safe

from pkh_sembako.lib.access import Permission, allowed
from sop import comparing, diagram, forecast
from sop.models import Cycle, SopVersion
from sop.queries import definition_of, in_force


@allowed(Permission.VIEW_SOP)
@require_safe
def sop_compare(request: HttpRequest, code: str) -> HttpResponse:
    """`?lama=1&baru=2`; without them the newest version and the one before it."""
    versions = get_list_or_404(SopVersion, code=code)
    new = _asked(request, "baru", versions) or versions[0]
    old = _asked(request, "lama", versions) or next((each for each in versions if each.version < new.version), None)
    pairs = comparing.compare(definition_of(old), definition_of(new)) if old and old != new else []
    counts: dict[str, int] = {}
    for pair in pairs:
        counts[pair.verdict] = counts.get(pair.verdict, 0) + 1
    context = {"versions": versions, "old": old, "new": new, "pairs": pairs, "counts": counts, "code": code}
    return render(request, "sop/bandingkan.html", context)


def _asked(request: HttpRequest, name: str, versions: list[SopVersion]) -> SopVersion | None:
    asked = request.GET.get(name, "")
    return next((version for version in versions if str(version.version) == asked), None)


@allowed(Permission.VIEW_SOP)
@require_safe
def sop_diagram(request: HttpRequest, code: str) -> HttpResponse:
    versions = get_list_or_404(SopVersion, code=code)
    current = in_force().filter(code=code).first()
    version = _asked(request, "versi", versions) or current or versions[0]
    definition = definition_of(version)
    context = {"sop": definition, "version": version, "bagan": diagram.draw(definition)}
    return render(request, "sop/bagan.html", context)


@allowed(Permission.VIEW_CYCLES)
@require_safe
def cycle_forecast(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Cycle.objects.visible_to(request.user).select_related("round", "sop")
    cycle = get_object_or_404(visible, pk=pk)
    return render(request, "sop/perkiraan.html", {"cycle": cycle, "forecast": forecast.of(cycle)})
