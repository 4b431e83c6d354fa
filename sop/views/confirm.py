"""/konfirmasi/<token>/: a camat or a desa confirms one letter or schedule, without an account and without a script."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.documents.services import files
from pkh_sembako.documents.views.serving import file_response, pdf_response
from pkh_sembako.lib import pdf
from pkh_sembako.lib.access import public
from pkh_sembako.lib.errors import DomainError
from programs.exports import kks_facts, kks_papers
from programs.models import KksSlot
from sop import links, notices
from sop.forms_links import ConfirmForm, ScheduleAnswerForm, ToldForm
from sop.models import PersonalLink
from sop.services import link_confirming
from sop.services.links import about_words

# What fetches a link to show a preview of it in a chat is no reader.
PREVIEWS = ("whatsapp", "facebookexternalhit", "telegrambot", "bot/")
SLOW = "Terlalu banyak jawaban yang salah dari alamat ini."


@public
@require_http_methods(["GET", "POST"])
def link_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be confirmed, and the form; afterwards who confirmed it and when."""
    address = get_client_ip_address(request) or ""
    if request.method == "POST" and link_confirming.is_slowed(address):
        return _private(render(request, "429.html", {"reason": SLOW}, status=429))
    link = links.find(token)
    if link is None:
        return _gone(request, address)
    if link.used_at:
        return _private(render(request, "sop/tautan_terpakai.html", _words(link)))
    form = _form(link, request)
    if request.method == "POST" and form.is_valid():
        done = _confirmed(request, token, form, address)
        if done is not None:
            return done
    if request.method == "GET" and not _is_preview(request):
        link_confirming.mark_opened(link)
    context = _words(link) | {"form": form, "token": token, "sessions": _sessions(link)}
    return _private(render(request, "sop/konfirmasi.html", context, status=422 if form.errors else 200))


def _confirmed(request: HttpRequest, token: str, form: ConfirmForm, address: str) -> HttpResponse | None:
    """The answer to an answer; None when the form comes back with what is wrong."""
    try:
        link_confirming.confirm(token, form.answer())
    except link_confirming.WrongCode as refusal:
        link_confirming.count_wrong(address)
        form.add_error("code", refusal.sentence)
    except link_confirming.Gone:
        return _gone(request, address)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
    else:
        return redirect("link_confirm", token)
    return None


def _form(link: PersonalLink, request: HttpRequest) -> ConfirmForm:
    data = request.POST if request.method == "POST" else None
    if link.schedule:
        return ScheduleAnswerForm(data)
    if link.desa is None and (untold := notices.untold(link.cycle, link.kecamatan_id)):
        return ToldForm(data, desa=untold)
    return ConfirmForm(data)


def _words(link: PersonalLink) -> dict[str, object]:
    return {"link": link, "document": links.document_of(link), "about": about_words(link)}


def _sessions(link: PersonalLink) -> list[KksSlot]:
    """Of the place: days, hours and places of the schedule; nobody's name."""
    if link.schedule is None:
        return []
    slots = link.schedule.slots.filter(desa__kecamatan=link.kecamatan_id).select_related("desa__kecamatan")
    return list(slots.filter(desa=link.desa_id) if link.desa_id else slots)


def _gone(request: HttpRequest, address: str) -> HttpResponse:
    """One page for unknown, expired, revoked, locked and overtaken links: it tells nothing about any of them."""
    if request.method == "POST":
        link_confirming.count_wrong(address)
    return _private(render(request, "sop/tautan_tidak_berlaku.html", status=404))


@public
@require_safe
def link_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The letter of the link, or the schedule of its place without names; nothing else."""
    link = links.find(token)
    if link is None:
        return _gone(request, "")
    if link.schedule:
        paper = kks_facts.schedule_paper(link.schedule, _sessions(link), link.place, by=link.place)
        return _private(pdf_response(pdf.render(kks_papers.schedule_html(paper)), "Jadwal-kartu.pdf"))
    document = links.document_of(link)
    stored = document and (document.signed or document.pdf)
    if stored is None:
        return _gone(request, "")
    try:
        data = files.verified(stored)
    except DomainError:  # not unchanged: the officer sees it on the letter's own page
        return _gone(request, "")
    return _private(file_response(stored, data, attachment=False))


def _is_preview(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    return any(name in agent for name in PREVIEWS)


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: kept by no cache, found by no search."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
