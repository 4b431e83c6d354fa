"""Electronic signing: the office's decision about it, and the act itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from pkh_sembako.documents.forms_signing import LocalSignForm, PolicyForm
from pkh_sembako.documents.models import Document, SigningPolicy
from pkh_sembako.documents.services import signatures, signing
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import the_office


@allowed(Permission.MANAGE_OFFICE)
@require_http_methods(["GET", "POST"])
def signing_policy(request: HttpRequest) -> HttpResponse:
    """Whether signing here is allowed; every decision with its basis."""
    form = PolicyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            signing.decide(local=data["local"], reason=data["reason"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Keputusan dicatat.")
            return redirect("signing_policy")
    status = 422 if form.is_bound and form.errors else 200
    context = {
        "form": form,
        "is_allowed": signing.is_allowed(),
        "decisions": SigningPolicy.objects.select_related("by"),
        "roots": len(signatures.trusted_roots()),
    }
    return render(request, "documents/signing_policy.html", context, status=status)


@allowed(Permission.SIGN_CHAIN)
@sensitive_post_parameters("password")
@sensitive_variables("form", "signer")
@require_http_methods(["GET", "POST"])
def document_sign_here(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign with one's own certificate file; file and password are gone when the answer is sent."""
    document = get_object_or_404(Document.objects.visible_to(request.user).readable_by(request.user), pk=pk)
    if told := signing.refusal(document, request.user):
        messages.error(request, told)
        return redirect("document", pk)
    form = LocalSignForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        signer = signing.Pkcs12Signer(form.cleaned_data["berkas"].read(), form.cleaned_data["password"])
        try:
            signing.sign_here(document, signer, place=the_office().place, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{document.title} ditandatangani dan sekarang final.")
            return redirect("document", pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "documents/sign_here.html", {"form": form, "document": document}, status=status)
