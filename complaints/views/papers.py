"""PDFs of the desk: the receipt for the citizen, the blank form for the kotak saran."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from complaints.exports import papers
from complaints.services import intake
from complaints.views.desk import visible
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.views.serving import pdf_response
from pkh_sembako.lib.access import Permission, allowed


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaint_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Tanda terima without the code, which is told once; with the step that is next now."""
    found = visible(request, pk)
    log_read(
        ReadKind.DOWNLOAD,
        by=request.user,
        subject=f"Tanda terima {found.ticket}",
        purpose="Menangani pengaduan",
        url=request.path,
    )
    return pdf_response(papers.receipt(found), f"{found.ticket}.pdf")


@allowed(Permission.HANDLE_COMPLAINTS)
@require_POST
@never_cache
@sensitive_post_parameters("kode")
def complaint_receipt_now(request: HttpRequest) -> HttpResponse:
    """The same with the code, from the page that shows it once: only who sends the right code gets it printed."""
    ticket, code = request.POST.get("nomor", "")[:30], request.POST.get("kode", "")[:20]
    found = intake.found(ticket, code)
    if found is None or found.by_id != request.user.pk:
        messages.error(request, "Tanda terima dengan kode hanya dapat dicetak segera sesudah laporan dicatat.")
        return redirect("complaints")
    return pdf_response(papers.receipt(found, code=code), f"{found.ticket}.pdf")


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaint_blank(request: HttpRequest) -> HttpResponse:
    """The form for the kotak saran."""
    return pdf_response(papers.blank_form(), "Formulir-pengaduan.pdf")
