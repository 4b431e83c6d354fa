"""/kantor/kontak/: where letters to kecamatan and desa are sent."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.office.forms.contacts import ContactForm
from pkh_sembako.office.models import Desa, Kecamatan, PlaceContact
from pkh_sembako.office.services import contacts

EDITS = (Permission.MANAGE_DOCUMENTS, Permission.MANAGE_OFFICE)


@allowed(*EDITS)
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Every kecamatan with its contact, and how many of its desa have one."""
    known = Q(desa__contact__isnull=False) & ~Q(desa__contact__email="", desa__contact__phone="")
    places = Kecamatan.objects.of_office().select_related("contact").order_by("name")
    rows = places.annotate(all_desa=Count("desa"), known=Count("desa", filter=known))
    return render(request, "office/kontak.html", {"rows": rows})


@allowed(*EDITS)
@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The kecamatan first, then its desa; one POST, what is wrong stands at its row."""
    kecamatan = get_object_or_404(Kecamatan.objects.of_office(), pk=code)
    places = [kecamatan, *kecamatan.desa.order_by("name")]
    rows = [(place, _form(request, place, number)) for number, place in enumerate(places)]
    if request.method == "POST" and all(form.is_valid() for _, form in rows):
        typed = [(place, form.cleaned_data["email"], form.cleaned_data["phone"]) for place, form in rows]
        messages.success(request, f"{contacts.keep(typed, by=request.user)} kontak disimpan.")
        return redirect("contact_list")
    status = 422 if request.method == "POST" else 200
    return render(request, "office/kontak_ubah.html", {"kecamatan": kecamatan, "rows": rows}, status=status)


def _form(request: HttpRequest, place: Kecamatan | Desa, number: int) -> ContactForm:
    contact = PlaceContact.objects.filter(**{"kecamatan" if number == 0 else "desa": place}).first()
    initial = {"email": contact.email, "phone": contact.phone} if contact else {}
    data = request.POST if request.method == "POST" else None
    return ContactForm(data, prefix=f"k{number}", initial=initial)
