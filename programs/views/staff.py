"""Staff who leave: the posting ends, the account is closed, and what they held goes to somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.services import people
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.forms.handover import HandOverForm, PostingDatesForm
from programs.queries import burden
from programs.services import handover

DATES = ("starts", "ends", "sk_number", "sk_date")


@allowed(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def posting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Dates and SK of a posting; who leaves families behind says here who takes them."""
    posting = get_object_or_404(Posting.objects.select_related("user", "kecamatan", "desa"), pk=pk)
    held = burden.of(posting.user) if posting.role == "pendamping" else None
    initial = {name: getattr(posting, name) for name in DATES}
    form = PostingDatesForm(request.POST or None, initial=initial, leaver=posting.user, has_families=bool(held))
    if form.is_valid():
        data = {"heir": None} | form.cleaned_data
        try:
            moved = handover.reschedule(posting, by=request.user, **data)
        except DomainError as refusal:
            form.add_error("heir" if held and not data["heir"] else None, refusal.sentence)
        else:
            messages.success(request, f"Masa {posting} disimpan.{_moved(moved, data['heir'])}")
            return redirect("person", pk=posting.user_id)
    context = {"form": form, "person": posting.user, "title": f"Masa sebagai {posting.title}", "held": held}
    return render(request, "accounts/masa.html", context, status=422 if form.is_bound else 200)


@allowed(Permission.MANAGE_USERS)
@require_POST
def person_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate (aktif=1) or deactivate (aktif=0) a user."""
    user = get_object_or_404(User, pk=pk)
    wanted = request.POST.get("aktif") == "1"
    try:
        (people.activate if wanted else handover.deactivate)(user, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{user} {'diaktifkan' if wanted else 'dinonaktifkan'}.")
    return redirect("person", pk=pk)


@allowed(Permission.MANAGE_WORK_AREAS)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """All desa and families of one pendamping to another, whether the posting ends or has ended already."""
    leaver = get_object_or_404(User, pk=pk)
    held = burden.of(leaver)
    form = HandOverForm(request.POST or None, leaver=leaver)
    if form.is_valid():
        heir = form.cleaned_data["heir"]
        try:
            moved = handover.hand_over(leaver, heir=heir, by=request.user)
        except DomainError as refusal:
            form.add_error("heir", refusal.sentence)
        else:
            messages.success(request, f"Serah terima dari {leaver} selesai.{_moved(moved, heir)}")
            return redirect("work_areas")
    context = {"form": form, "person": leaver, "held": held}
    return render(request, "accounts/serah_terima.html", context, status=422 if form.is_bound else 200)


def _moved(moved: tuple[int, int], heir: User | None) -> str:
    areas, families = moved
    if not areas and not families:
        return ""
    return f" {thousands(areas)} wilayah kerja dan {thousands(families)} kepesertaan berpindah ke {heir}."
