"""/meja-pengaduan/naskah/ and /batas-waktu/: ready texts and the limits of the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from complaints.forms.service import TermsForm, TextForm
from complaints.models import ComplaintTerms, ReplyTemplate
from complaints.queries.texts import PLACEHOLDERS
from complaints.services import office
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError


@allowed(Permission.MANAGE_SERVICE)
@require_safe
def complaint_texts(request: HttpRequest) -> HttpResponse:
    return render(request, "pengaduan/naskah.html", {"texts": ReplyTemplate.objects.select_related("by")})


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def complaint_text(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new ready text, or one to change."""
    ready = get_object_or_404(ReplyTemplate, pk=pk) if pk else None
    title = ready.title if ready else ""
    form = TextForm(request.POST or None, instance=ready)
    if request.method == "POST" and form.is_valid():
        try:
            kept = get_object_or_404(ReplyTemplate, pk=pk) if pk else None
            office.save_text(kept, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Naskah disimpan.")
            return redirect("complaint_texts")
    context = {"form": form, "title": title, "placeholders": PLACEHOLDERS}
    return render(request, "pengaduan/naskah_ubah.html", context, status=422 if request.method == "POST" else 200)


@allowed(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "POST"])
def complaint_terms(request: HttpRequest) -> HttpResponse:
    """The limits in force, those before, and a form for new ones."""
    now = ComplaintTerms.objects.on(timezone.localdate())
    initial = {name: getattr(now, name) for name in TermsForm.Meta.fields if name not in ("since", "basis")}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = office.set_terms(since=given.pop("since"), basis=given.pop("basis"), days=given, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Batas waktu baru {made} disimpan.")
            return redirect("complaint_terms")
    context = {"form": form, "now": now, "rows": ComplaintTerms.objects.select_related("by")}
    return render(request, "pengaduan/batas_waktu.html", context, status=422 if request.method == "POST" else 200)
