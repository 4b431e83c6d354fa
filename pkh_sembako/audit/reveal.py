"""Showing a protected number in full: the purpose is asked once per 15 minutes, and every showing leaves a row.

    @allowed(Permission.REVEAL_IDENTITY)
    @require_POST
    def reveal_nik(request, pk):
        member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
        return reveal(request, subject=f"NIK {member.name}", value=member.nik, label=f"NIK {member.name}")

The page shows the masked number by `komponen/samar.html`; htmx puts the answer in its place. Nothing keeps the full
number: the next page, also "back", shows it masked again.
"""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.lib.access import is_htmx

PURPOSES = {
    "kroscek": "Kroscek dan pemutakhiran data keluarga",
    "penyaluran": "Penyaluran bantuan atau kartu KKS",
    "pengaduan": "Menjawab pengaduan atau pertanyaan keluarga",
    "dokumen": "Menyusun surat atau Berita Acara",
    "pemeriksaan": "Pemeriksaan atau pengawasan",
}
ASK_AGAIN_AFTER = 15 * 60  # seconds
SESSION_KEY = "reveal_purpose"


def reveal(request: HttpRequest, *, subject: str, value: str, label: str = "") -> HttpResponse:
    """The answer to a POST on "Tampilkan": the full `value`, or first the question what for.

    `subject` names what is read, without identity numbers, for the read log ("NIK Siti Aminah, Kel. Plaosan");
    `label` names it on the page. The caller has asked role and row already.
    """
    sent = request.POST.get("purpose", "")
    if sent in PURPOSES:
        request.session[SESSION_KEY] = {"code": sent, "at": int(time.time())}
    purpose = _purpose(request)
    if purpose is None:
        return _ask(request, label)
    log_read(ReadKind.REVEAL, by=request.user, subject=subject, purpose=PURPOSES[purpose], url=request.path)
    return _answer(request, "komponen/samar.html", {"value": value, "label": label})


def _purpose(request: HttpRequest) -> str | None:
    """The purpose given in the last 15 minutes of this session."""
    known = request.session.get(SESSION_KEY)
    if known and known["code"] in PURPOSES and 0 <= time.time() - known["at"] < ASK_AGAIN_AFTER:
        return known["code"]
    return None


def _ask(request: HttpRequest, label: str) -> HttpResponse:
    unanswered = "asked" in request.POST
    context = {
        "reveal_url": request.path,
        "purposes": list(PURPOSES.items()),
        "label": label,
        "error": "Pilih keperluannya." if unanswered else "",
    }
    return _answer(request, "komponen/samar_tujuan.html", context, status=422 if unanswered else 200)


def _answer(request: HttpRequest, partial: str, context: dict, status: int = 200) -> HttpResponse:
    """The partial for htmx; the same inside a page for browsers without JavaScript."""
    template = partial if is_htmx(request) else "audit/tampilkan.html"
    response = render(request, template, context | {"partial": partial}, status=status)
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store"
    return response
