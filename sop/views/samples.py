"""/temuan/sampel/: what the inspektorat draws and examines; and the report of all findings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.models import Determination
from sop import tlhp
from sop.exports import tlhp_files
from sop.forms_findings import LIST, CheckForm, FindingFilter, SampleForm
from sop.models import AuditItem, AuditSample, Cycle
from sop.services import samples


@allowed(Permission.RECORD_FINDINGS)
@require_safe
def sample_list(request: HttpRequest) -> HttpResponse:
    page = asked_page(request, tlhp.samples(), "id", descending=True)
    return render(request, "temuan/sampel_daftar.html", {"page": page, **page_links(request, page)})


@allowed(Permission.RECORD_FINDINGS)
@require_http_methods(["GET", "POST"])
def sample_draw(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = _drawn(request, form)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{drawn.size} butir ditarik. Sampel ini tidak dapat ditarik ulang.")
            return redirect(drawn)
    return render(request, "temuan/sampel_tarik.html", {"form": form}, status=422 if form.errors else 200)


def _drawn(request: HttpRequest, form: SampleForm) -> AuditSample:
    (kind, pk), given = form.about(), form.cleaned_data
    facts = {"size": given["ukuran"], "purpose": given["keperluan"], "by": request.user}
    if kind == LIST:
        return samples.draw_families(get_object_or_404(Determination, pk=pk), **facts)
    return samples.draw_steps(get_object_or_404(Cycle.objects.visible_to(request.user), pk=pk), **facts)


@allowed(Permission.RECORD_FINDINGS)
@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tlhp.samples(), pk=pk)
    return render(request, "temuan/sampel.html", {"sample": found, "items": tlhp.items(found)})


@allowed(Permission.RECORD_FINDINGS)
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _item(pk), CheckForm())


@allowed(Permission.RECORD_FINDINGS)
@require_POST
def item_in_order(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _item(pk), CheckForm(request.POST)
    if form.is_valid():
        try:
            samples.find_in_order(found, note=form.cleaned_data["note"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Butir dicatat sesuai.")
            return redirect(found.sample)
    return _page(request, found, form, status=422)


@allowed(Permission.VIEW_FINDINGS)
@require_safe
def report_workbook(request: HttpRequest) -> HttpResponse:
    return _handed_out(request, tlhp_files.workbook)


@allowed(Permission.VIEW_FINDINGS)
@require_safe
def report_paper(request: HttpRequest) -> HttpResponse:
    return _handed_out(request, tlhp_files.paper)


def _handed_out(request: HttpRequest, make: tlhp_files.Maker) -> HttpResponse:
    form = FindingFilter(request.GET)
    found = tlhp.listed(request.user, form.applied())
    file = make(found, [chip.words for chip in form.chips()], by=request.user, url=request.path)
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _item(pk: int) -> AuditItem:
    related = ("sample__determination__ba__round", "sample__cycle__round", "row__entry__enrollment", "step_run__step")
    return get_object_or_404(AuditItem.objects.select_related(*related, "step_run__cycle"), pk=pk)


def _page(request: HttpRequest, found: AuditItem, form: CheckForm, status: int = 200) -> HttpResponse:
    context = {
        "item": found,
        "facts": tlhp.facts(found),
        "events": tlhp.trail(found),
        "check": getattr(found, "check_made", None),
        "findings": found.findings.select_related("owner"),
        "form": form,
    }
    return render(request, "temuan/butir.html", context, status=status)
