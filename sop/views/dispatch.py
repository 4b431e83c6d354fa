"""The receipt of PKH Pusat (SOP Magetan step 12): recorded, and the step that sends is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pkh_sembako.lib.access import allowed
from pkh_sembako.lib.errors import DomainError
from programs.forms.papers import ReceiptForm
from programs.views.papers import RECORDERS, determination_of
from sop.services import approval


@allowed(*RECORDERS)
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """/dokumen/<id>/kirim/tanda-terima/: who received it, when and how, with evidence."""
    document, determination = determination_of(request, pk)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            closed = approval.record_receipt(determination, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            done = "".join(f" Langkah {no} selesai." for no in closed)
            messages.success(request, f"Tanda terima dicatat.{done}")
            return redirect("dispatch", pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "programs/receipt.html", {"form": form, "document": document}, status=status)
