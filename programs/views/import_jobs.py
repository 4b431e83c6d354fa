"""The progress panel of a file's job, asked for every two seconds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pkh_sembako.audit.models import Job, JobState
from programs.models import BnbaFile
from programs.services.bnba import orders

TITLES = {
    orders.CHECK_JOB: "Memeriksa berkas",
    orders.APPLY_JOB: "Menerapkan berkas",
    orders.TAKE_BACK_JOB: "Menarik berkas kembali",
}


def progress(file: BnbaFile, job: Job | None, poll_url: str) -> dict[str, Any]:
    """Context of komponen/kemajuan.html; {} while there is nothing to tell."""
    if job is None or job.state == JobState.DONE:
        return {}
    failed = job.state == JobState.FAILED
    shown = {"stage": job.stage, "done": job.done, "total": job.total}
    cancellable = job.is_open and job.kind != orders.TAKE_BACK_JOB and not job.cancel_requested
    return {
        "title": TITLES[job.kind],
        "job": shown | {"error": job.message if failed else "", "message": "" if failed else _words(job)},
        "running": job.is_open,
        "poll_url": poll_url,
        "cancel_url": reverse("bnba_cancel", args=[file.pk]) if cancellable else "",
    }


def _words(job: Job) -> str:
    return "Dibatalkan pada langkah berikutnya" if job.is_open and job.cancel_requested else job.message


def panel(request: HttpRequest, file: BnbaFile, job: Job) -> HttpResponse:
    return render(request, "komponen/kemajuan.html", progress(file, job, request.path))


def finished(request: HttpRequest) -> HttpResponse:
    """The job has ended: the browser opens the page anew, which now shows the result."""
    response = HttpResponse(status=204)
    response["HX-Redirect"] = request.path
    return response
