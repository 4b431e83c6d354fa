"""/unduhan/: one's own ordered files, their progress, and fetching them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import JobState
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.queries import own_downloads
from pkh_sembako.documents.services import downloads
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.page_links import asked_page, page_links


@allowed(Permission.DOWNLOADS)
@require_safe
def download_list(request: HttpRequest) -> HttpResponse:
    """The list; while something is being made it asks again every two seconds."""
    page = asked_page(request, own_downloads(request.user), "at", "id", descending=True)
    rows = [_row(download) for download in page.rows]
    context = {"rows": rows, "running": any(row["running"] for row in rows), **page_links(request, page)}
    return render(request, "documents/_downloads.html" if is_htmx(request) else "documents/downloads.html", context)


def _row(download: Download) -> dict[str, Any]:
    """What a row shows: state in words and tone, and what may be done with it."""
    job = download.job
    over = download.expires_at <= timezone.now()
    running = job is not None and job.is_open
    ready = download.file_id is not None and not over
    words, tone = _state(running=running, ready=ready, over=over, failed=job is not None and job.state)
    return {"download": download, "job": job, "running": running, "ready": ready, "words": words, "tone": tone}


def _state(*, running: bool, ready: bool, over: bool, failed: str | bool) -> tuple[str, str]:
    if running:
        return "Sedang dibuat", "proses"
    if ready:
        return "Siap diunduh", "positif"
    if failed == JobState.CANCELLED:
        return "Dibatalkan", "netral"
    if failed == JobState.FAILED:
        return "Gagal", "negatif"
    return ("Kedaluwarsa", "netral") if over else ("Belum siap", "netral")


@allowed(Permission.DOWNLOADS)
@require_safe
def download_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The file itself; each fetching is a row in the read log, with the purpose given when it was ordered."""
    download = get_object_or_404(own_downloads(request.user), pk=pk)
    try:
        stored, data = downloads.fetch(download, by=request.user, url=request.path)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("download_list")
    return file_response(stored, data)


@allowed(Permission.DOWNLOADS)
@require_POST
def download_cancel(request: HttpRequest, pk: str) -> HttpResponse:
    download = get_object_or_404(own_downloads(request.user), pk=pk)
    if download.job is not None:
        jobs.request_cancel(download.job, by=request.user)
    return redirect("download_list")
