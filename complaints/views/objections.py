"""/sanggah/: sanggah of Cek Bansos beside the office's own cases."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from complaints.enums import ObjectionState
from complaints.forms.objections import EndForm, ForwardForm, ObjectionFilter, RecordForm, WindowForm
from complaints.models import Objection
from complaints.services import objections as services
from complaints.views import small
from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links

TONES = {
    ObjectionState.RECORDED: "peringatan",
    ObjectionState.FORWARDED: "proses",
    ObjectionState.DONE: "positif",
}


@allowed(Permission.HANDLE_COMPLAINTS)
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Filters and page are in the URL; the newest first."""
    form = ObjectionFilter(request.GET)
    names = {"status": "state", "tentang": "about"}
    chosen = {names[name]: value for name, value in form.applied().items()}
    found = Objection.objects.filter(**chosen).select_related("desa__kecamatan", "by")
    page = asked_page(request, found, "id", descending=True)
    context = {
        "filter_form": form,
        "rows": [{"one": one, "due": one.due, "tone": TONES[ObjectionState(one.state)]} for one in page.rows],
        "result_words": f"{thousands(found.count())} sanggah",
        **page_links(request, page),
    }
    is_part = is_htmx(request) and request.htmx.target == "daftar"
    return render(request, "pengaduan/_sanggah_daftar.html" if is_part else "pengaduan/sanggah.html", context)


def _page(title: str, subtitle: str, button: str) -> small.Page:
    url = reverse("objections")
    return small.Page(title, subtitle, button, url, ("Sanggah", url))


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def objection_record(request: HttpRequest) -> HttpResponse:
    page = _page("Catat sanggah", "Sanggah Cek Bansos yang disampaikan warga kepada kantor", "Catat sanggah")

    def record(**facts: Any) -> Objection:
        return services.record(**facts, by=request.user, url=request.path)

    return small.answer(request, RecordForm(request.POST or None), page, record, done="Sanggah dicatat.")


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def objection_window(request: HttpRequest) -> HttpResponse:
    page = _page(
        "Masa sanggah", "Hari kalender sejak hasil tampil; kosong berarti tanpa tenggat", "Simpan masa sanggah"
    )

    def save(**facts: Any) -> Any:
        return services.set_window(**facts, by=request.user)

    return small.answer(request, WindowForm(request.POST or None), page, save, done="Masa sanggah disimpan.")


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def objection_forward(request: HttpRequest, pk: int) -> HttpResponse:
    words = ("Teruskan sanggah", "Catat penerusan", "Penerusan sanggah dicatat.")
    return _act(request, pk, ForwardForm(request.POST or None), services.forward, words)


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
def objection_end(request: HttpRequest, pk: int) -> HttpResponse:
    words = ("Catat hasil sanggah", "Simpan hasil", "Hasil sanggah dicatat.")
    return _act(request, pk, EndForm(request.POST or None), services.end, words)


def _act(
    request: HttpRequest, pk: int, form: Any, act: Callable[..., Any], words: tuple[str, str, str]
) -> HttpResponse:
    found = get_object_or_404(Objection, pk=pk)
    title, button, done = words

    def run(**facts: Any) -> Any:
        return act(found, **facts, by=request.user)

    return small.answer(request, form, _page(title, str(found), button), run, done=done)
