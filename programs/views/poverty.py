"""/data-kemiskinan/: the district's own poverty data; the newest list in force counts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links
from programs.forms.poverty import PovertyListForm
from programs.models import PovertyList
from programs.queries import standard
from programs.services import poverty

READERS = (Permission.IMPORT_BNBA, Permission.EXPORT_BNBA)


@allowed(*READERS, to_post=Permission.IMPORT_BNBA)
@require_http_methods(["GET", "HEAD", "POST"])
def poverty_list(request: HttpRequest) -> HttpResponse:
    form = PovertyListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = poverty.import_list(form.cleaned_data.pop("upload"), by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, f"{thousands(made.rows.count())} baris daftar {made} disimpan.")
            return redirect("poverty_one", made.pk)
    page = asked_page(request, PovertyList.objects.select_related("by"), "in_force_from", "id", descending=True)
    context = {
        "form": form,
        "page": page,
        "current": PovertyList.objects.in_force(),
        "may_import": request.user.may(Permission.IMPORT_BNBA),
        **page_links(request, page),
    }
    return render(request, "kemiskinan/daftar.html", context, status=422 if request.method == "POST" else 200)


@allowed(*READERS)
@require_safe
def poverty_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: how many rows, how many families of the registry, what was refused."""
    which = get_object_or_404(PovertyList.objects.select_related("by", "stored"), pk=pk)
    context = {
        "which": which,
        "good": which.rows.count(),
        "matched": standard.matched(which),
        "counts": PovertyList.objects.in_force() == which,
    }
    return render(request, "kemiskinan/rinci.html", context)
