"""/meja-pengaduan/lapor/: reports of SP4N-LAPOR! come in from its spreadsheet, our follow-up goes back as one."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from complaints.forms.lapor import FollowUpForm, UploadForm
from complaints.models import LaporFile
from complaints.services import lapor
from complaints.views import small
from pkh_sembako.audit.models import Job
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError

VERDICTS = {
    lapor.NEW: ("Baru", "proses"),
    lapor.KNOWN: ("Sudah ada", "netral"),
    lapor.REFUSED: ("Ditolak", "negatif"),
    lapor.TAKEN: ("Diterapkan", "positif"),
}


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def lapor_import(request: HttpRequest) -> HttpResponse:
    """Upload; files read before stand below."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = lapor.preview(form.cleaned_data["upload"], by=request.user)
        except DomainError as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            return redirect("lapor_file", made.pk)
    earlier = LaporFile.objects.select_related("stored", "by", "applied_by")[:20]
    context = {"form": form, "earlier": earlier}
    return render(request, "pengaduan/lapor.html", context, status=422 if request.method == "POST" else 200)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET"])
def lapor_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of every row, or became of it."""
    found = get_object_or_404(LaporFile.objects.select_related("stored", "by", "applied_by"), pk=pk)
    counts = Counter(row["verdict"] for row in found.rows)
    job = Job.objects.filter(kind=lapor.APPLY_JOB, key=str(pk)).order_by("-created_at").first()
    context = {
        "file": found,
        "rows": [_shown(row) for row in found.rows],
        "counts": [(label, counts[code], tone) for code, (label, tone) in VERDICTS.items() if counts[code]],
        "new": counts[lapor.NEW],
        "is_running": bool(job and job.is_open),
        "failed": job.message if job and job.state == "failed" and not found.applied_at else "",
    }
    return render(request, "pengaduan/lapor_berkas.html", context)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    label, tone = VERDICTS[row["verdict"]]
    return row | {"label": label, "tone": tone}


@allowed(Permission.HANDLE_COMPLAINTS)
@require_POST
def lapor_apply(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(LaporFile, pk=pk)
    try:
        lapor.order(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Laporan sedang dicatat. Muat ulang halaman ini untuk melihat hasilnya.")
    return redirect("lapor_file", pk)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def lapor_export(request: HttpRequest) -> HttpResponse:
    """Order the workbook of our follow-up."""
    page = small.Page(
        title="Ekspor tindak lanjut",
        subtitle="Status dan tindak lanjut laporan SP4N-LAPOR!, tanpa nama dan uraian",
        button="Buat buku kerja",
        back=reverse("lapor_import"),
        parent=("SP4N-LAPOR!", reverse("lapor_import")),
    )

    def order(**facts: Any) -> None:
        lapor.order_export(**facts, by=request.user)

    done = "Daftar sedang dibuat. Berkasnya muncul di Unduhan."
    return small.answer(request, FollowUpForm(request.POST or None), page, order, done=done, to="download_list")
