"""The page of the backups: what the last ones came to, and the buttons for one more backup, drill or proof."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.chain import head
from pkh_sembako.audit.models import Job
from pkh_sembako.backup import proving, queries, shelf
from pkh_sembako.backup.models import RunKind
from pkh_sembako.backup.services import orders
from pkh_sembako.lib.access import Permission, allowed, is_htmx

TITLES = {orders.JOBS[kind]: kind.label for kind in RunKind}


@allowed(Permission.MANAGE_BACKUPS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The page; while a job runs htmx asks for its panel, and opens the page anew when it has ended."""
    job = queries.running()
    if is_htmx(request) and job is None:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = request.path
        return response
    progress = _progress(job)
    if is_htmx(request):
        return render(request, "komponen/kemajuan.html", progress)
    now = timezone.now()
    context = {
        "progress": progress,
        "backup": queries.card(RunKind.BACKUP, now),
        "drill": queries.card(RunKind.DRILL, now),
        "free": queries.size_words(shelf.free()),
        "reserve": queries.size_words(settings.BACKUP_MIN_FREE_MB * shelf.MB),
        "kept": len(shelf.backups()),
        "keep": settings.BACKUP_KEEP,
        "folder": settings.BACKUP_DIR,
        "has_key": bool(settings.BACKUP_KEY),
        "head": head(),
        "runs": [{"run": run, "size": queries.size_words(run.size)} for run in queries.recent()],
    }
    return render(request, "backup/cadangan.html", context)


def _progress(job: Job | None) -> dict[str, Any]:
    if job is None:
        return {}
    shown = {"stage": job.stage, "done": job.done, "total": job.total, "message": job.message, "error": ""}
    return {"title": TITLES[job.kind], "job": shown, "running": True, "poll_url": reverse("backups"), "cancel_url": ""}


@allowed(Permission.MANAGE_BACKUPS)
@require_POST
def backup_now(request: HttpRequest) -> HttpResponse:
    return _ordered(request, RunKind.BACKUP)


@allowed(Permission.MANAGE_BACKUPS)
@require_POST
def drill_now(request: HttpRequest) -> HttpResponse:
    return _ordered(request, RunKind.DRILL)


def _ordered(request: HttpRequest, kind: RunKind) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    orders.order(kind, by=user)
    messages.success(request, f"{kind.label} dipesan. Hasilnya tampil di halaman ini.")
    return redirect("backups")


@allowed(Permission.MANAGE_BACKUPS)
@require_POST
def chain_now(request: HttpRequest) -> HttpResponse:
    """Prove the audit chain here and now: 100,000 links take about a second."""
    found = proving.prove()
    if found.first is None:
        messages.success(request, f"Rantai audit utuh: {found.links} mata rantai, kepala {found.head.words}.")
    else:
        orders.warn([f"Rantai audit putus. {found.first.text}"], now=timezone.now())
        messages.error(request, f"Rantai audit putus. {found.first.text}")
    return redirect("backups")
