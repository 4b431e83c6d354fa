"""/klarifikasi/: BA klarifikasi of citizens whose aid stopped, from the counter to the result."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from complaints.exports import clarifying
from complaints.forms.clarifications import EndForm, MakeForm, ScanForm, SendForm
from complaints.models import Clarification, Complaint
from complaints.services import clarifications as services
from complaints.views import small
from complaints.views.record import SESSION_KEY
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.queries import loket as counter

RELATED = ("complaint", "household__desa__kecamatan", "document__pdf", "document__signed", "by", "sent_by", "member")


def _visible(request: HttpRequest) -> Any:
    seen = Complaint.objects.visible_to(request.user)
    return Clarification.objects.filter(complaint__in=seen).select_related(*RELATED)


def _seen(request: HttpRequest, pk: int) -> Clarification:
    return get_object_or_404(_visible(request), pk=pk)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_safe
def clarifications(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    page = asked_page(request, _visible(request), "id", descending=True)
    return render(request, "pengaduan/klarifikasi.html", {"rows": page.rows, **page_links(request, page)})


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("statement")
def clarification_make(request: HttpRequest, household: int) -> HttpResponse:
    """For a family found at the counter."""
    family = get_object_or_404(counter.reachable(request.user).select_related("desa__kecamatan"), pk=household)
    form = MakeForm(request.POST or None, household=family)
    page = small.Page(
        title="Buat BA klarifikasi",
        subtitle=f"Keluarga {family.name}, {family.desa.name}",
        button="Terbitkan Berita Acara",
        back=reverse("loket"),
        parent=("BA klarifikasi", reverse("clarifications")),
        help="Berita Acara diberi nomor, dicetak, lalu ditandatangani warga dan petugas. Pengaduannya ikut tercatat.",
    )

    def make(**facts: Any) -> Clarification:
        made, code = clarifying.publish(family, **facts, by=request.user)
        if code:
            request.session[SESSION_KEY] = {"pk": made.complaint_id, "code": code}
        return made

    def on(made: Clarification) -> str:
        """A new complaint's number and code are shown once, with the receipt to print."""
        return reverse("complaint_code") if SESSION_KEY in request.session else _page(made)

    return small.answer(
        request,
        form,
        page,
        make,
        done="Berita Acara terbit. Cetak dari halaman BA klarifikasi dan mintakan tanda tangan.",
        to=on,
    )


def _page(found: Clarification) -> str:
    return reverse("clarification", args=[found.pk])


@allowed(Permission.HANDLE_COMPLAINTS)
@require_safe
def clarification(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    words, tone = found.state
    return render(request, "pengaduan/klarifikasi_satu.html", {"one": found, "words": words, "tone": tone})


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def clarification_sign(request: HttpRequest, pk: int) -> HttpResponse:
    form = ScanForm(request.POST or None, request.FILES or None)
    return _act(request, pk, form, services.sign, ("Unggah pindaian", "Unggah pindaian", "Pindaian disimpan."))


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def clarification_send(request: HttpRequest, pk: int) -> HttpResponse:
    words = ("Teruskan ke SIKS-NG", "Catat penerusan", "Penerusan ke SIKS-NG dicatat.")
    return _act(request, pk, SendForm(request.POST or None), services.send, words)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def clarification_end(request: HttpRequest, pk: int) -> HttpResponse:
    words = ("Catat hasil klarifikasi", "Simpan hasil", "Hasil klarifikasi dicatat.")
    return _act(request, pk, EndForm(request.POST or None), services.end, words)


def _act(
    request: HttpRequest, pk: int, form: Any, act: Callable[..., Any], words: tuple[str, str, str]
) -> HttpResponse:
    found = _seen(request, pk)
    title, button, done = words
    page = small.Page(title, str(found), button, _page(found), (str(found), _page(found)))

    def run(**facts: Any) -> Any:
        return act(found, **facts, by=request.user)

    return small.answer(request, form, page, run, done=done)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_safe
def clarification_file(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The paper as printed, or its signed scan; the reading is logged."""
    found = _seen(request, pk)
    stored = found.document.signed if part == "ttd" else found.document.pdf
    if stored is None:
        raise Http404
    subject = f"{found.document.title} Nomor {found.document.number}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Menangani pengaduan", url=request.path)
    return file_response(stored, files.verified(stored), attachment=False)
