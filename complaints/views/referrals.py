"""/meja-pengaduan/rujukan/: what other bodies were asked, the request on paper, their answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from complaints.exports import papers
from complaints.exports.referrals import workbook
from complaints.forms.referrals import AnsweredForm, AskForm, ReferralFilter, WithdrawForm
from complaints.models import Referral
from complaints.queries import referrals as queries
from complaints.services import door
from complaints.services import referrals as services
from complaints.views import small
from complaints.views.desk import visible
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.documents.views.serving import file_response, pdf_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links

WORKERS = (Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
PURPOSE = "Menangani pengaduan"
MOST_ROWS = 5_000


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Filters and page are in the URL; the newest first."""
    form = ReferralFilter(request.GET)
    found = queries.filtered(request.user, form.applied())
    page = asked_page(request, found, "id", descending=True)
    context = {
        "filter_form": form,
        "rows": [queries.row(each) for each in page.rows],
        "result_words": f"{thousands(found.count())} permintaan",
        "may_export": request.user.may(Permission.DOWNLOADS),
        **page_links(request, page),
    }
    is_part = is_htmx(request) and request.htmx.target == "daftar"
    return render(request, "pengaduan/_rujukan_daftar.html" if is_part else "pengaduan/rujukan.html", context)


@allowed(Permission.DOWNLOADS)
@require_safe
def referrals_workbook(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook, logged."""
    found = queries.filtered(request.user, ReferralFilter(request.GET).applied())[:MOST_ROWS]
    log_read(ReadKind.EXPORT, by=request.user, subject="Daftar permintaan kepada instansi lain", purpose=PURPOSE)
    data = workbook([queries.row(each) for each in found], by=request.user)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "Rujukan-pengaduan.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(*WORKERS)
@require_http_methods(["GET", "POST"])
def referral_ask(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    if not door.may(found, "note", request.user):
        messages.error(request, "Meminta bantuan instansi lain tidak tersedia untuk Anda pada pengaduan ini.")
        return redirect(found)
    page = small.Page(
        title="Minta bantuan instansi lain",
        subtitle=f"{found.ticket} · {found.get_subject_display()}",
        button="Catat permintaan",
        back=found.get_absolute_url(),
        parent=(found.ticket, found.get_absolute_url()),
        help="Tenggat laporan tetap berjalan selama menunggu jawaban.",
    )

    def ask(**facts: Any) -> Referral | None:
        return services.ask(found, **facts, by=request.user)

    done = "Permintaan dicatat. Cetak suratnya dari halaman laporan."
    return small.answer(request, AskForm(request.POST or None), page, ask, done=done)


def _seen(request: HttpRequest, pk: int, referral: int) -> Referral:
    found = queries.visible_to(request.user).select_related("evidence").filter(complaint=pk)
    return get_object_or_404(found, pk=referral)


@allowed(*WORKERS)
@require_http_methods(["GET", "POST"])
def referral_answered(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    form = AnsweredForm(request.POST or None, request.FILES or None)
    words = ("Catat jawaban instansi", "Catat jawaban", "Jawaban instansi dicatat.")
    return _act(request, _seen(request, pk, referral), form, services.answered, words)


@allowed(*WORKERS)
@require_http_methods(["GET", "POST"])
def referral_withdraw(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    words = ("Tarik permintaan", "Tarik permintaan", "Permintaan ditarik.")
    return _act(request, _seen(request, pk, referral), WithdrawForm(request.POST or None), services.withdraw, words)


def _act(
    request: HttpRequest, found: Referral, form: Any, act: Callable[..., Referral], words: tuple[str, str, str]
) -> HttpResponse:
    title, button, done = words
    url = reverse("complaint", args=[found.complaint_id])
    rows = (
        {"label": "Instansi", "value": found.get_to_display()},
        {"label": "Yang diminta", "value": found.question},
    )
    page = small.Page(title, found.complaint.ticket, button, url, (found.complaint.ticket, url), rows=rows)

    def end(**facts: Any) -> Referral:
        return act(found, **facts, by=request.user)

    return small.answer(request, form, page, end, done=done)


@allowed(*WORKERS)
@require_safe
def referral_paper(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    """The request as a letter; numbers of the family are masked."""
    found = _seen(request, pk, referral)
    subject = f"Surat permintaan {found.complaint.ticket} kepada {found.get_to_display()}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose=PURPOSE, url=request.path)
    return pdf_response(papers.request(found, by=found.by), f"Permintaan-{found.complaint.ticket}.pdf")


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def referral_evidence(request: HttpRequest, pk: int, referral: int) -> HttpResponse:
    found = _seen(request, pk, referral)
    if found.evidence is None:
        raise Http404
    try:
        data = files.verified(found.evidence)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("complaint", pk)
    subject = f"Jawaban {found.get_to_display()} untuk {found.complaint.ticket}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose=PURPOSE, url=request.path)
    return file_response(found.evidence, data)
