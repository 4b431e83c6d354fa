"""/siklus/<id>/tautan/: personal links for camat and desa made, handed on and revoked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from programs.models import KksSchedule
from sop import links as queries
from sop.models import Cycle, PersonalLink
from sop.services import links

WRITE = Permission.MANAGE_DOCUMENTS
TITLES = {queries.LETTERS: "Surat pemberitahuan (langkah 5)", queries.SCHEDULE: "Jadwal kartu (langkah 8)"}


def _matter(request: HttpRequest, pk: int, what: str) -> queries.Matter:
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("round", "sop"), pk=pk)
    if what not in TITLES:
        raise Http404
    return queries.matter(cycle, what)


@allowed(WRITE)
@require_safe
def cycle_links(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A row for every kecamatan of the matter, or with ?kecamatan= for every desa of one."""
    about = _matter(request, pk, what)
    code = request.GET.get("kecamatan", "")
    if code and code not in about.desa:
        raise Http404
    rows = queries.rows(about, code)
    fresh = [row for row in rows if not row.done and not row.is_standing]
    tabs = [
        {"label": words, "url": reverse("cycle_links", args=[pk, name]), "current": name == what}
        for name, words in TITLES.items()
    ]
    context = {
        "cycle": about.cycle,
        "what": what,
        "tabs": tabs,
        "rows": rows,
        "kecamatan": Kecamatan.objects.get(pk=code) if code else None,
        "fresh": fresh if about.cycle.is_running else [],
        "by_mail": sum(row.has_mail for row in fresh),
        "done": sum(row.done for row in rows),
        "unit": "desa" if code else "kecamatan",
    }
    return render(request, "sop/tautan.html", context)


@allowed(WRITE)
@require_safe
def schedule_links(request: HttpRequest, pk: int) -> HttpResponse:
    """/kks/jadwal/<pk>/tautan/: from a schedule to the links of its cycle; schedules do not know cycles."""
    schedule = get_object_or_404(KksSchedule.objects.visible_to(request.user), pk=pk)
    cycle = Cycle.objects.visible_to(request.user).filter(round=schedule.round_id).order_by("-pk").first()
    if cycle is None:
        messages.error(request, "Tahap ini tidak mempunyai siklus, sehingga tidak ada tautan pribadi untuk jadwalnya.")
        return redirect(schedule)
    return redirect("cycle_links", cycle.pk, queries.SCHEDULE)


@allowed(WRITE)
@never_cache
@require_POST
def links_make(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """POST `tempat` (codes), `cara`=surel|layar, `baru`=1 to renew. What is shown is shown this once."""
    about = _matter(request, pk, what)
    codes, renew = request.POST.getlist("tempat"), request.POST.get("baru") == "1"
    back = reverse("cycle_links", args=[pk, what])
    code = request.POST.get("kecamatan", "")
    back += f"?kecamatan={code}" if code in about.desa else ""
    try:
        made = links.make(about, codes, by=request.user, by_mail=request.POST.get("cara") == "surel", renew=renew)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    if made.mailed:
        messages.success(request, f"{made.mailed} tautan menunggu pengiriman lewat pos-el (paling lama satu menit).")
    if not made.shown:
        return redirect(back)
    return render(request, "sop/tautan_baru.html", {"cycle": about.cycle, "made": made, "back": back})


@allowed(WRITE)
@require_POST
def link_revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """POST: nobody confirms with it any more."""
    found = get_object_or_404(PersonalLink.objects.visible_to(request.user).filter(cycle=pk), pk=link)
    try:
        links.revoke(found, by=request.user)
        messages.success(request, f"{found} dicabut.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    back = reverse("cycle_links", args=[pk, queries.SCHEDULE if found.schedule_id else queries.LETTERS])
    return redirect(f"{back}?kecamatan={found.kecamatan_id}" if found.desa_id else back)
