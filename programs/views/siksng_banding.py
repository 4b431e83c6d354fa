"""/siks-ng/banding/: an export of SIKS-NG beside the registry. No family is changed here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.forms.siksng import CompareForm, PurposeForm
from programs.models import SiksComparison
from programs.models.siksng import SiksCategory
from programs.queries import siksng_compare as queries
from programs.services.siksng import files
from programs.views.import_jobs import finished

READERS = (Permission.COMPARE_SIKS, Permission.VIEW_READ_LOG)
MEANINGS = {
    SiksCategory.SAME: "Perubahan kita sudah ada di SIKS-NG; tandanya diberikan dengan berkas ini sebagai bukti.",
    SiksCategory.WAITING: "Perubahan kita belum ada di SIKS-NG. Input nilai kolom Di registri.",
    SiksCategory.THEIRS: "SIKS-NG berbeda padahal kita tidak mengubahnya. Periksa mana yang benar.",
    SiksCategory.NOT_OURS: "Ada di berkas SIKS-NG, tidak dikenal di registri.",
    SiksCategory.NOT_THEIRS: "Tercatat di registri pada desa yang dimuat berkas, tetapi tidak ada di berkas.",
}


@allowed(*READERS)
@require_safe
def compare_list(request: HttpRequest) -> HttpResponse:
    """Every export that was read back."""
    page = asked_page(request, queries.comparisons(), "id", descending=True)
    context = {"page": page, "may_compare": request.user.may(Permission.COMPARE_SIKS), **page_links(request, page)}
    return render(request, "siksng/banding.html", context)


@allowed(Permission.COMPARE_SIKS)
@require_http_methods(["GET", "POST"])
def compare_upload(request: HttpRequest) -> HttpResponse:
    """The file comes in; comparing goes on in the background."""
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = files.upload(given["berkas"], program=given["program"], by=request.user)
            return redirect("siks_compare", made.pk)
        except DomainError as refusal:
            form.add_error("berkas", refusal.sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "siksng/unggah.html", {"form": form}, status=status)


@allowed(*READERS)
@require_safe
def compare_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress first, then the families per category."""
    comparison = get_object_or_404(queries.comparisons(), pk=pk)
    job = files.job_of(comparison)
    progress = _progress(comparison, job)
    if is_htmx(request) and job is not None:
        return render(request, "komponen/kemajuan.html", progress) if job.is_open else finished(request)
    category = _category(request, comparison)
    page = asked_page(request, queries.differences(comparison, category), "id")
    context = {
        "comparison": comparison,
        "progress": progress,
        "category": category,
        "meaning": MEANINGS[SiksCategory(category)],
        "tabs": _tabs(comparison, category),
        "cards": queries.cards(page.rows),
        "may_download": request.user.may(Permission.COMPARE_SIKS),
        **page_links(request, page),
    }
    return render(request, "siksng/hasil.html", context)


def _category(request: HttpRequest, comparison: SiksComparison) -> str:
    """The one asked for, else the first that has families."""
    asked = request.GET.get("bagian", "")
    filled = [category for category in SiksCategory.values if comparison.counts.get(category)]
    return asked if asked in SiksCategory.values else next(iter(filled), SiksCategory.SAME.value)


def _tabs(comparison: SiksComparison, category: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?bagian={code}", "current": code == category, "count": comparison.counts.get(code, 0)}
        for code, label in SiksCategory.choices
    ]


def _progress(comparison: SiksComparison, job: Job | None) -> dict[str, Any]:
    if job is None or job.state == JobState.DONE:
        return {}
    failed = job.state == JobState.FAILED
    address = reverse("siks_compare", args=[comparison.pk])
    shown = {"stage": job.stage, "done": job.done, "total": job.total}
    return {
        "title": "Membandingkan dengan SIKS-NG",
        "job": shown | {"error": job.message if failed else "", "message": "" if failed else job.message},
        "running": job.is_open,
        "poll_url": address,
        "cancel_url": reverse("siks_compare_cancel", args=[comparison.pk]) if job.is_open else "",
    }


@allowed(Permission.COMPARE_SIKS)
@require_POST
def compare_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a comparison under way; nothing of it stays."""
    comparison = get_object_or_404(queries.comparisons(), pk=pk)
    job = files.job_of(comparison)
    if job is not None:
        jobs.request_cancel(job, by=request.user)
    return redirect("siks_compare", comparison.pk)


@allowed(Permission.COMPARE_SIKS)
@require_http_methods(["GET", "POST"])
def compare_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The differences as XLSX, with a purpose, in the download centre."""
    comparison = get_object_or_404(queries.comparisons().filter(compared_at__isnull=False), pk=pk)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            files.order_workbook(comparison, purpose=form.cleaned_data["keperluan"], by=request.user)
            messages.success(request, "Berkas sedang dibuat dan muncul di sini.")
            return redirect("download_list")
        except DomainError as refusal:
            form.add_error("keperluan", refusal.sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "siksng/unduh.html", {"form": form, "comparison": comparison}, status=status)
