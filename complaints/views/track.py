"""/pengaduan/lacak/: number and code show the state of a report; the code is in no address and in no log."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.enums import ComplaintState
from complaints.forms_public import AddForm, KeyForm, ReopenForm, TrackForm
from complaints.models import Complaint
from complaints.public_words import SUBJECT_WORDS
from complaints.queries import tracking
from complaints.services import gate, replying
from complaints.views.public_door import public_page, slowed
from pkh_sembako.lib.clients import client_address
from pkh_sembako.lib.errors import DomainError

COOKIE, SALT, PATH = "lacak", "complaints.tracked", "/pengaduan/lacak/"
LASTS = 30 * 60  # seconds that a report stays open on a device
FORM_PAGE, PAGE = "pengaduan/publik/lacak.html", "pengaduan/publik/laporan.html"
REOPEN_PAGE, ADD_PAGE = "pengaduan/publik/belum_selesai.html", "pengaduan/publik/tambah.html"


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Number and code; an unknown number answers as a wrong code does."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            complaint = replying.look_up(typed["nomor"], typed["kode"], address=client_address(request))
        except gate.TooMany as refusal:
            return slowed(request, FORM_PAGE, {"form": form}, refusal)
        except replying.NotFound as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _open(redirect("tracked"), complaint)
    return render(request, FORM_PAGE, {"form": form}, status=422 if form.errors else 200)


@public_page
@require_safe
def tracked(request: HttpRequest) -> HttpResponse:
    """State, next step with its date, answers, course."""
    complaint = _opened(request)
    if complaint is None:
        return redirect("track")
    return render(request, PAGE, _frame(complaint) | {"form": KeyForm(initial={"kunci": uuid4()})})


@public_page
@require_POST
def tracked_done(request: HttpRequest) -> HttpResponse:
    """The citizen says that it is settled."""
    complaint, form = _opened(request), KeyForm(request.POST)
    if complaint and form.is_valid():
        try:
            replying.settle(complaint, key=form.cleaned_data["kunci"])
            messages.success(request, "Terima kasih. Laporan Anda kami catat selesai.")
        except DomainError:
            messages.error(request, "Keadaan laporan sudah berubah. Baca keadaannya di bawah ini.")
    return redirect("tracked")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def tracked_reopen(request: HttpRequest) -> HttpResponse:
    """Not settled: what is missing."""
    complaint = _opened(request)
    if complaint is None or complaint.state not in (ComplaintState.ANSWERED, ComplaintState.CLOSED):
        return redirect("tracked")
    form = ReopenForm(request.POST) if request.method == "POST" else ReopenForm(initial={"kunci": uuid4()})
    frame = {"form": form, "complaint": complaint}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            replying.reopen(complaint, reason=typed["alasan"], key=typed["kunci"], address=client_address(request))
        except gate.TooMany as refusal:
            return slowed(request, REOPEN_PAGE, frame, refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Laporan Anda dibuka kembali dan ditangani lagi.")
            return redirect("tracked")
    return render(request, REOPEN_PAGE, frame, status=422 if form.errors else 200)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def tracked_add(request: HttpRequest) -> HttpResponse:
    """A note or a file that comes later."""
    complaint = _opened(request)
    if complaint is None or not tracking.status(complaint).may_add:
        return redirect("tracked")
    form = AddForm(initial={"kunci": uuid4()})
    if request.method == "POST":
        form = AddForm(request.POST, request.FILES)
    frame = {"form": form, "complaint": complaint}
    if request.method == "POST" and form.is_valid():
        try:
            _add(complaint, form, client_address(request))
        except gate.TooMany as refusal:
            return slowed(request, ADD_PAGE, frame, refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Tambahan Anda sudah kami terima.")
            return redirect("tracked")
    return render(request, ADD_PAGE, frame, status=422 if form.errors else 200)


def _add(complaint: Complaint, form: AddForm, address: str | None) -> None:
    typed = form.cleaned_data
    replying.add(complaint, note=typed["catatan"], upload=typed["berkas"] or None, key=typed["kunci"], address=address)


@public_page
@require_POST
def tracked_leave(request: HttpRequest) -> HttpResponse:
    """Close the report on this device."""
    response = redirect("track")
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def _frame(complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint": complaint,
        "subject": SUBJECT_WORDS[complaint.subject],
        "status": tracking.status(complaint),
        "may_reopen": complaint.state in (ComplaintState.ANSWERED, ComplaintState.CLOSED),
    }


def _open(response: HttpResponse, complaint: Complaint) -> HttpResponse:
    """The browser may look at this report for half an hour."""
    response.set_signed_cookie(
        COOKIE, str(complaint.pk), salt=SALT, max_age=LASTS, path=PATH, httponly=True, secure=settings.SECURE,
        samesite="Lax",
    )  # fmt: skip
    return response


def _opened(request: HttpRequest) -> Complaint | None:
    pk = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS)
    return Complaint.objects.filter(pk=pk).select_related("merged_into").first() if pk else None
