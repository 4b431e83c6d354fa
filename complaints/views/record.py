"""/meja-pengaduan/catat/: a complaint that came by telephone, chat, letter, visit; its number and code shown once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from complaints.forms.desk import IntakeForm
from complaints.models import Complaint
from complaints.services import desk
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from programs.models import Household
from programs.views.loket import found_at_the_counter

SESSION_KEY = "complaint_code"  # {"pk", "code"} until the page that shows it


@allowed(Permission.HANDLE_COMPLAINTS)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("story", "reporter_name", "reporter_phone", "reporter_email", "family")
def complaint_record(request: HttpRequest) -> HttpResponse:
    """?keluarga=7: reported about a family that was found at the counter just now."""
    form, family = IntakeForm(request.POST or None, request.FILES or None), _family(request)
    if request.method == "POST" and form.is_valid():
        try:
            made, code = _write_down(request, form, family)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if code:
                request.session[SESSION_KEY] = {"pk": made.pk, "code": code}
            return redirect("complaint_code")
    context = {"form": form, "family": family}
    return render(request, "pengaduan/catat.html", context, status=422 if request.method == "POST" else 200)


def _family(request: HttpRequest) -> Household | None:
    typed = request.GET.get("keluarga", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 18
    return found_at_the_counter(request, int(typed))[0] if is_number else None


def _write_down(request: HttpRequest, form: IntakeForm, family: Household | None) -> tuple[Complaint, str]:
    given = form.cleaned_data
    return desk.write_down(
        form.report(),
        channel=given["intake"],
        received_at=given["received_at"],
        uploads=form.uploads(),
        family_number=given["family"],
        household=family,
        note=given["note"],
        key=given["key"],
        by=request.user,
        url=request.path,
    )


@allowed(Permission.HANDLE_COMPLAINTS)
@require_safe
@never_cache
def complaint_code(request: HttpRequest) -> HttpResponse:
    """The number and the code for the citizen; once, for the code is kept nowhere."""
    told = request.session.pop(SESSION_KEY, None)
    made = Complaint.objects.filter(pk=told["pk"]).first() if told else None
    if made is None:
        messages.info(request, "Nomor dan kode laporan hanya ditampilkan satu kali, sesudah laporan dicatat.")
        return redirect("complaints")
    is_seen = Complaint.objects.visible_to(request.user).filter(pk=made.pk).exists()
    return render(request, "pengaduan/kode.html", {"complaint": made, "code": told["code"], "is_seen": is_seen})
