"""/meja-pengaduan/: complaints of every channel, and one of them with its course."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.enums import Disclosure
from complaints.forms.desk import ComplaintFilter, ExportForm
from complaints.models import Complaint
from complaints.queries import corrections as correction_queries
from complaints.queries import course, referrals
from complaints.queries import desk as queries
from complaints.services import corrections, desk, door
from complaints.transitions import WORDS
from complaints.views.acts import ADDRESSES
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.reveal import reveal
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links

SORTS = {"diterima": ("received_at", "id"), "tenggat": ("first_due", "id")}
NEWEST = "-diterima"
MAIN = ("verify", "answer")  # the next act that is most often right, in this order, is the page's primary button
RELATED = ("kecamatan", "desa", "household__desa", "card__household", "step_run__step", "step_run__cycle__round", "by")


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Filters, sort and page are all in the URL."""
    form = ComplaintFilter(request.GET)
    found = queries.with_first_due(queries.filtered(request.user, form.applied()))
    sort = request.GET.get("urut", NEWEST)
    keys = SORTS.get(sort.removeprefix("-"), SORTS["diterima"])
    page = asked_page(request, found, *keys, descending=sort.startswith("-"))
    context = {
        "filter_form": form,
        "rows": queries.rows(page.rows),
        "result_words": f"{thousands(found.count())} pengaduan",
        "may_record": request.user.may(Permission.HANDLE_COMPLAINTS),
        "may_manage": request.user.may(Permission.MANAGE_SERVICE),
        "may_export": request.user.may(Permission.DOWNLOADS),
        **page_links(request, page),
    }
    is_part = is_htmx(request) and request.htmx.target == "daftar"
    return render(request, "pengaduan/_daftar.html" if is_part else "pengaduan/meja.html", context)


@allowed(Permission.DOWNLOADS)
@require_http_methods(["GET", "POST"])
def complaint_export(request: HttpRequest) -> HttpResponse:
    """The list with the address's filters, ordered as a workbook."""
    chosen, form = ComplaintFilter(request.GET), ExportForm(request.POST or None)
    words = "".join(f", {chip.words.lower()}" for chip in chosen.chips())
    if request.method == "POST" and form.is_valid():
        try:
            purpose = form.cleaned_data["keperluan"]
            desk.order_list(chosen.applied(), words=words, purpose=purpose, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Daftar sedang dibuat. Berkasnya muncul di Unduhan.")
            return redirect("download_list")
    count = queries.filtered(request.user, chosen.applied()).count()
    context = {"form": form, "chips": chosen.chips(), "count": count}
    return render(request, "pengaduan/ekspor.html", context, status=422 if request.method == "POST" else 200)


def visible(request: HttpRequest, pk: int) -> Complaint:
    """The complaint of this address, else 404."""
    return get_object_or_404(Complaint.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint: what the citizen wrote, its clocks, its course, and what this user may do now."""
    found = visible(request, pk)
    verbs = door.available(found, request.user)
    main = next((verb for verb in MAIN if verb in verbs), "")
    context = {
        "complaint": found,
        "clocks": course.clocks(found),
        "events": course.events(found),
        "files": course.files(found),
        "contacts": course.contacts(found, request.user),
        "is_anonymous": found.disclosure == Disclosure.ANONYMOUS,
        "links": course.links(found, request.user),
        "accused": course.accused(found, request.user),
        "hands": queries.hands(found),
        "main": _act(main) if main else None,
        "acts": [_act(verb) for verb in verbs if verb != main],
        "may_work": door.may(found, "note", request.user),
        "may_look_up": request.user.may(Permission.LOOK_UP),
        "may_accuse": door.may(found, "accuse", request.user),
        "may_derestrict": found.restricted and door.may(found, "note", request.user),
        "replies": found.replies.select_related("by", "sent_by", "letter", "sent_proof"),
        "referrals": referrals.of_complaint(found),
        "corrections": correction_queries.of_complaint(found),
        "may_propose": corrections.may_propose(found, request.user),
        "may_record_here": request.user.may(Permission.HANDLE_COMPLAINTS),
        "clarifications": found.clarifications.select_related("document"),
        "duplicates": Complaint.objects.visible_to(request.user).filter(merged_into=found),
        "merged_into": Complaint.objects.visible_to(request.user).filter(pk=found.merged_into_id).first(),
    }
    return render(request, "pengaduan/laporan.html", context)


def _act(verb: str) -> dict[str, Any]:
    return {"slug": ADDRESSES[verb], "label": WORDS[verb][0]}


@allowed(Permission.VIEW_COMPLAINTS)
@require_POST
def complaint_reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """ "Tampilkan" of the reporter's name, phone or e-mail, after a purpose."""
    found = visible(request, pk)
    if field not in course.FIELDS or not course.knows_reporter(found, request.user):
        messages.error(request, "Identitas pelapor ini tidak tersedia untuk Anda.")
        return redirect(found)
    name, label = course.FIELDS[field]
    words = f"{label} pelapor"
    return reveal(request, subject=f"{words} {found.ticket}", value=getattr(found, name), label=words)


@allowed(Permission.VIEW_COMPLAINTS)
@require_safe
def complaint_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of the complaint, always as a download; the reading is logged."""
    found = visible(request, pk)
    stored = get_object_or_404(course.files(found), pk=file).stored
    try:
        data = files.verified(stored)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    subject = f"Lampiran {found.ticket}: {stored.name}"
    log_read(ReadKind.DOWNLOAD, by=request.user, subject=subject, purpose="Menangani pengaduan", url=request.path)
    return file_response(stored, data)
