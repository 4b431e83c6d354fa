"""/verifikasi/: anybody may ask whether a printed document is genuine, and learns nothing about a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pkh_sembako.documents.forms import CodeForm
from pkh_sembako.documents.queries import by_code
from pkh_sembako.lib.access import public


@public
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type the code; a GET form, so that the answer has an address of its own."""
    form = CodeForm(request.GET if "kode" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = "".join(letter for letter in form.cleaned_data["kode"] if letter.isalnum())
        if code:
            return redirect("verify", code)
        form.add_error("kode", "Kode hanya berisi huruf dan angka.")
    status = 422 if form.is_bound else 200
    return render(request, "documents/verify_form.html", {"form": form}, status=status)


@public
@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Number, date, title and kind of signature of a genuine document; the same page says when there is none."""
    document = by_code(code)
    context = {"document": document, "form": CodeForm(), "form_url": reverse("verify_form")}
    response = render(request, "documents/verify.html", context, status=200 if document else 404)
    response["X-Robots-Tag"] = "noindex"
    return response
