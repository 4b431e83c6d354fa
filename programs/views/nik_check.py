"""The NIK of a KTP against a family: "cocok" or "tidak"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from pkh_sembako.lib.access import Permission, allowed, is_htmx
from pkh_sembako.lib.errors import DomainError
from programs.forms.kroscek import NikForm
from programs.models import Household
from programs.services import nik_check


@allowed(Permission.CHECK_NIK)
@require_POST
def check_nik(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers the form of `kroscek/_cocok.html`: that partial for htmx, else a page."""
    visible = Household.objects.visible_to(request.user).select_related("desa")
    household = get_object_or_404(visible, pk=pk)
    form, answer = NikForm(request.POST, auto_id="ktp_%s"), None
    if form.is_valid():
        try:
            answer = nik_check.check(household, form.cleaned_data["nik"], by=request.user, url=request.path)
        except DomainError as refusal:
            form.add_error("nik", refusal.sentence)
    template = "kroscek/_cocok.html" if is_htmx(request) else "kroscek/cocok.html"
    context = {"household": household, "ktp_form": form, "answer": answer}
    response = render(request, template, context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
