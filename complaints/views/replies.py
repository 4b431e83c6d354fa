"""/meja-pengaduan/<pk>/jawaban/<reply>/: how an answer reaches the citizen, and the proof that it did."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.enums import Disclosure
from complaints.exports import papers
from complaints.forms.papers import LetterForm, SentForm
from complaints.models import Complaint, Reply
from complaints.queries import replies as queries
from complaints.queries.course import knows_reporter
from complaints.services import door, replies
from complaints.views import small
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response, pdf_response
from pkh_sembako.lib import whatsapp
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError

WORKERS = (Permission.ANSWER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)
PURPOSE = "Menyampaikan jawaban pengaduan"


def seen(request: HttpRequest, pk: int, reply: int) -> Reply:
    """The answer of a complaint that this user sees, else 404."""
    complaint = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    found = complaint.replies.select_related("complaint", "sent_proof", "letter__pdf", "by").filter(pk=reply).first()
    if found is None:
        raise Http404
    return found


@allowed(*WORKERS)
@require_http_methods(["GET", "POST"])
@never_cache
def complaint_reply(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    """The ways to give it, and the form that records the sending."""
    found = seen(request, pk, reply)
    if not door.may(found.complaint, "note", request.user):
        messages.error(request, "Menyampaikan jawaban ini tidak tersedia untuk Anda.")
        return redirect(found.complaint)
    form = SentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            replies.mark_sent(found, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Jawaban {found.complaint.ticket} ditandai terkirim.")
            return redirect(found.complaint)
    context = _ways(request, found) | {"form": form, "reply": found, "complaint": found.complaint}
    return render(request, "pengaduan/sampaikan.html", context, status=422 if request.method == "POST" else 200)


def _ways(request: HttpRequest, reply: Reply) -> dict[str, object]:
    complaint, may_handle = reply.complaint, request.user.may(Permission.HANDLE_COMPLAINTS)
    way = next(each for each in queries.ways(complaint) if each.reply.pk == reply.pk)
    return {
        "way": way,
        "may_chat": not reply.sent_at and bool(whatsapp.number(complaint.reporter_phone)) and _knows(request, reply),
        "may_mail": bool(complaint.reporter_email) and not reply.sent_at and not way.is_mailing,
        "may_letter": may_handle and not complaint.restricted and not reply.sent_at and way.letter is None,
    }


def _knows(request: HttpRequest, reply: Reply) -> bool:
    return knows_reporter(reply.complaint, request.user)


@allowed(*WORKERS)
@require_POST
@never_cache
def complaint_reply_chat(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    """A link that opens WhatsApp with the answer; it holds the number, so showing it is logged."""
    found = seen(request, pk, reply)
    complaint = found.complaint
    if not (door.may(complaint, "note", request.user) and _knows(request, found)):
        messages.error(request, "Nomor pelapor ini tidak tersedia untuk Anda.")
        return redirect(complaint)
    url = whatsapp.link(complaint.reporter_phone, papers.chat_text(found))
    if not url:
        messages.error(request, "Nomor HP pelapor bukan nomor WhatsApp Indonesia.")
        return redirect("complaint_reply", pk, reply)
    subject = f"Nomor HP pelapor {complaint.ticket}"
    log_read(ReadKind.REVEAL, by=request.user, subject=subject, purpose=PURPOSE, url=request.path)
    context = {"reply": found, "complaint": complaint, "chat_url": url, "chat_text": papers.chat_text(found)}
    return render(request, "pengaduan/whatsapp.html", context)


@allowed(*WORKERS)
@require_POST
def complaint_reply_mail(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    found = seen(request, pk, reply)
    try:
        replies.mail(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Pos-el akan dikirim. Jawaban ditandai terkirim begitu pos-el diterima peladen.")
    return redirect(found.complaint)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def complaint_reply_letter(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    """Order a formal letter; the signer approves it, the sekretariat numbers it on /dokumen/surat/."""
    found = seen(request, pk, reply)
    complaint = found.complaint
    is_named = complaint.disclosure == Disclosure.OPEN and complaint.reporter_name
    addressee = complaint.reporter_name if is_named else f"Pelapor {complaint.ticket}"
    page = small.Page(
        title="Ajukan surat jawaban",
        subtitle=complaint.ticket,
        button="Ajukan surat",
        back=reverse("complaint_reply", args=[pk, reply]),
        parent=(complaint.ticket, complaint.get_absolute_url()),
        help="Isi surat diambil dari jawaban. Surat diberi nomor sesudah disetujui penanda tangan.",
    )
    form = LetterForm(request.POST or None, initial={"addressee": addressee})

    def order(**facts: str) -> object:
        return replies.order_letter(found, **facts, by=request.user)

    return small.answer(request, form, page, order, done="Surat jawaban diajukan kepada penanda tangan.")


@allowed(*WORKERS)
@require_safe
def complaint_reply_paper(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    """The answer on the office's paper without a number, or the numbered letter once there is one."""
    found = seen(request, pk, reply)
    letter = queries.letter_of(found)
    document = found.letter or (letter.document if letter else None)
    subject = f"Surat jawaban {found.complaint.ticket}"
    if document and document.pdf:
        return _served(request, found.complaint, document.pdf, subject)
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose=PURPOSE, url=request.path)
    return pdf_response(papers.reply(found), f"Jawaban-{found.complaint.ticket}.pdf")


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaint_reply_proof(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    found = seen(request, pk, reply)
    if found.sent_proof is None:
        raise Http404
    return _served(request, found.complaint, found.sent_proof, f"Bukti pengiriman jawaban {found.complaint.ticket}")


def _served(request: HttpRequest, complaint: Complaint, stored: StoredFile, subject: str) -> HttpResponse:
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(complaint)
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Menangani pengaduan", url=request.path)
    return file_response(stored, data)
