"""The SOPs: the paper's table beside what was inferred, and what does not add up."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pkh_sembako.lib.access import Permission, allowed
from sop import labels
from sop.models import SopVersion
from sop.queries import definition_of, in_force


@allowed(Permission.VIEW_SOP)
@require_safe
def sop_list(request: HttpRequest) -> HttpResponse:
    rows = [(version, definition_of(version)) for version in in_force()]
    return render(request, "sop/daftar_sop.html", {"rows": rows})


@allowed(Permission.VIEW_SOP)
@require_safe
def sop_page(request: HttpRequest, code: str) -> HttpResponse:
    """`?versi=2` shows an older or coming version."""
    versions = list(SopVersion.objects.filter(code=code))
    if not versions:
        raise Http404
    current = in_force().filter(code=code).first()
    version = _asked(request, versions) or current or versions[0]
    definition = definition_of(version)
    steps = [
        {
            "step": step,
            "lanes": [definition.lane(lane).nama for lane in step.pelaksana],
            "leads": definition.lane(step.penanggung_jawab).nama,
            "time": labels.duration(step.waktu.satuan, step.waktu.jumlah),
            "inferred": [name.replace("_", " ") for name in step.disimpulkan],
        }
        for step in definition.langkah
    ]
    context = {"sop": definition, "version": version, "current": current, "versions": versions, "steps": steps}
    return render(request, "sop/sop.html", context | {"contradictions": definition.contradictions()})


def _asked(request: HttpRequest, versions: list[SopVersion]) -> SopVersion | None:
    asked = request.GET.get("versi")
    if asked is None:
        return None
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    return get_object_or_404(SopVersion, code=versions[0].code, version=number)
