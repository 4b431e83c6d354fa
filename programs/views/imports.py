"""The last steps of a BNBA import: checked, reviewed, applied. Each address may be left and come back to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.audit import jobs
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.enums import FileState
from programs.forms.imports import ApplyForm
from programs.models import BnbaFile
from programs.queries import imports
from programs.services.bnba import fields, orders
from programs.views.import_jobs import finished, panel, progress
from programs.views.import_steps import base, file_or_404

UNCHECKED = (FileState.UPLOADED, FileState.MAPPED, FileState.REFUSED)


@allowed(Permission.IMPORT_BNBA)
def bnba_check(request: HttpRequest, pk: int) -> HttpResponse:
    """3. Periksa: progress, then counts and every refused row with its place and reason."""
    file = file_or_404(pk)
    if request.method == "POST":
        return _ordered(request, lambda: orders.order_check(file, by=request.user))
    job = orders.latest_job(file, orders.CHECK_JOB)
    if is_htmx(request) and request.GET.get("daftar") is None:
        return finished(request) if not (job and job.is_open) else panel(request, file, job)
    tab = "peringatan" if request.GET.get("daftar") == "peringatan" else "ditolak"
    rows = imports.warned(file) if tab == "peringatan" else imports.refused(file)
    page = asked_page(request, rows, "id")
    words = imports.Words(page.rows, fields.LABELS)
    context = base(file) | {
        "job": job,
        "progress": progress(file, job, request.path),
        "tab": tab,
        "page": page,
        "rows": [words.about(row) for row in page.rows],
        "warned": imports.warned(file).count(),
        **page_links(request, page),
    }
    return render(request, "bnba/periksa.html", context)


def _ordered(request: HttpRequest, order: Callable[[], object]) -> HttpResponse:
    """Place an order and show its page; a refusal is told there."""
    try:
        order()
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(request.path)


@allowed(Permission.IMPORT_BNBA)
@require_safe
def bnba_review(request: HttpRequest, pk: int) -> HttpResponse:
    """4. Tinjau: what every row would change, before -> after."""
    file = file_or_404(pk)
    if file.state in UNCHECKED:
        return redirect("bnba_check", file.pk)
    tab = next((code for code, _ in imports.TABS if code == request.GET.get("tampil")), "changed")
    found = imports.gone(file) if tab == "gone" else imports.rows_of(file, tab)
    page = asked_page(request, found, "id")
    words = imports.Words([] if tab == "gone" else page.rows, fields.LABELS)
    counted = file.counts | {"local": imports.rows_of(file, "local").count()}
    context = base(file) | {
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"?tampil={code}", "current": code == tab, "count": counted[code]}
            for code, label in imports.TABS
        ],
        "rows": page.rows if tab == "gone" else [words.about(row) for row in page.rows],
        **page_links(request, page),
    }
    return render(request, "bnba/tinjau.html", context)


@allowed(Permission.IMPORT_BNBA)
def bnba_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """5. Terapkan: one sentence, one button, progress, receipt."""
    file = file_or_404(pk)
    job = orders.latest_job(file, orders.APPLY_JOB)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        replaces = form.cleaned_data["menggantikan"]
        return _ordered(request, lambda: orders.order_apply(file, replaces=replaces, by=request.user))
    if is_htmx(request):
        return panel(request, file, job) if job and job.is_open else finished(request)
    if file.state in UNCHECKED:
        return redirect("bnba_check", file.pk)
    accepted = imports.accepted(file)
    leaving, staying = imports.removable(file)
    context = base(file) | {
        "job": job,
        "progress": progress(file, job, request.path),
        "form": form,
        "accepted": accepted,
        "leaving": leaving,
        "staying": staying,
        "receipt": _receipt(file),
        "button": f"Terapkan {thousands(accepted)} baris",
    }
    return render(request, "bnba/terapkan.html", context)


def _receipt(file: BnbaFile) -> dict[str, Any]:
    """What komponen/tanda_terima.html shows of an applied file."""
    moment = tanggal_jam(timezone.localtime(file.applied_at)) if file.applied_at else ""
    return {
        "title": f"Berkas sudah {file.get_state_display().lower()}",
        "rows": [{"label": "Diterapkan", "value": f"{moment} oleh {file.applied_by}"}],
        "next": [
            {"url": reverse("bnba_file", args=[file.pk]), "label": "Rincian berkas dan penarikan kembali"},
            {"url": reverse("household_list"), "label": "Lihat daftar keluarga"},
        ],
    }


@allowed(Permission.IMPORT_BNBA)
@require_POST
def bnba_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop whatever the file's open job does, unless it has committed by then."""
    file = file_or_404(pk)
    going_on = [
        job for kind in (orders.CHECK_JOB, orders.APPLY_JOB) if (job := orders.latest_job(file, kind)) and job.is_open
    ]
    for job in going_on:
        jobs.request_cancel(job, by=request.user)
    applying = any(job.kind == orders.APPLY_JOB for job in going_on)
    return redirect("bnba_apply" if applying else "bnba_check", file.pk)
