"""Pages of the families: list, detail with tabs, edit, members, protected numbers."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.audit.reveal import reveal
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page
from programs import beside
from programs.components import fitting
from programs.forms.families import HouseholdFilter, HouseholdForm, MemberForm, NotesForm, ReasonForm
from programs.forms.kroscek import NikForm
from programs.models import Enrollment, Household, Kks, Member, RoundEntry
from programs.queries import families as queries
from programs.queries import history, standard
from programs.services import families
from programs.views.own_lists import beside_the_list

SORTS = {
    "nama": ("name_search", "id"),
    "desa": ("desa_id", "name_search", "id"),
    "diperbarui": ("updated_at", "id"),
}
TABS = (
    ("household", "Anggota"),
    ("household_enrollments", "Kepesertaan"),
    ("household_kroscek", "Kroscek"),
    ("household_history", "Riwayat"),
    ("household_at", "Per tanggal"),
)


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_safe
def household_list(request: HttpRequest) -> HttpResponse:
    """/keluarga/: filters, search, sort and page all in the URL."""
    form = HouseholdFilter(request.GET, user=request.user)
    filters = form.applied()
    households = queries.filtered(request.user, filters)
    context = _found(request, households, filters) | {"filter_form": form, "sorts": SORTS}
    context |= beside_the_list(request, form)
    template = "families/_list.html" if request.htmx and request.htmx.target == "daftar" else "families/list.html"
    return render(request, template, context)


def _found(request: HttpRequest, households, filters: dict[str, Any]) -> dict[str, Any]:
    """Rows and words of one page; a search shows the best 200, a list goes on page by page."""
    if words := filters.get("q"):
        ids = queries.search(households, words)
        rows = queries.with_row_details(households.filter(pk__in=ids), request.user)
        place = {pk: position for position, pk in enumerate(ids)}
        return {
            "rows": sorted(rows, key=lambda row: place[row.pk]),
            "result_words": f"{thousands(len(ids))} keluarga ditemukan",
            "is_cut": len(ids) == queries.MOST_FOUND,
        }
    sort = request.GET.get("urut", "nama")
    keys = SORTS.get(sort.removeprefix("-"), SORTS["nama"])
    found = queries.with_row_details(households, request.user)
    page = asked_page(request, found, *keys, descending=sort.startswith("-"))
    return {"rows": page.rows, "page": page, "result_words": f"{thousands(households.count())} keluarga"}


def visible_family(request: HttpRequest, pk: int) -> Household:
    """The family of this address, else 404."""
    visible = Household.objects.visible_to(request.user).select_related("desa__kecamatan")
    return get_object_or_404(visible, pk=pk)


def family_page(request: HttpRequest, household: Household, tab: str, template: str, **context: Any) -> HttpResponse:
    """A tab of the family in its frame."""
    enrollments = Enrollment.objects.visible_to(request.user).filter(household=household).select_related("pendamping")
    frame = {
        "household": household,
        "enrollments": list(enrollments.order_by("program")),
        "cards": _cards(request, household),
        "tabs": [
            {"label": label, "name": name, "current": name == tab}
            for name, label in (*TABS, *beside.family_tabs(request.user))
        ],
        "may_edit": request.user.may(Permission.EDIT_HOUSEHOLDS),
        "may_reveal": request.user.may(Permission.REVEAL_IDENTITY),
        "may_trail": request.user.may(Permission.VIEW_READ_LOG, Permission.HANDLE_DATA_REQUESTS),
        "ktp_form": NikForm(auto_id="ktp_%s") if request.user.may(Permission.CHECK_NIK) else None,
    }
    return render(request, template, frame | context, status=context.get("status", 200))


def _cards(request: HttpRequest, household: Household) -> list[Kks]:
    """The family's cards, the newest first, for who may see cards."""
    if not request.user.may(Permission.VIEW_CARDS):
        return []
    return list(Kks.objects.visible_to(request.user).filter(household=household).order_by("-pk"))


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_safe
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """/keluarga/<id>/: the family and its members."""
    family = visible_family(request, pk)
    members = list(family.members.all())
    only_pengurus = len(members) <= 1 and all(member.is_pengurus for member in members)
    year = timezone.localdate().year
    rows = [{"member": member, "fits": fitting(member, year)} for member in members]
    return family_page(request, family, "household", "families/members.html", rows=rows, only_pengurus=only_pengurus)


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_safe
def household_enrollments(request: HttpRequest, pk: int) -> HttpResponse:
    """Membership in both programmes, rounds, notes, moves of the state."""
    family = visible_family(request, pk)
    enrollments = Enrollment.objects.visible_to(request.user).filter(household=family).order_by("program")
    parts = [
        {
            "enrollment": enrollment,
            "entries": enrollment.entries.select_related("round", "file__stored").order_by(
                "-round__tahun", "-round__tahap"
            ),
            "moves": families.available_moves(enrollment),
            "notes_form": NotesForm(initial={"notes": enrollment.notes}, prefix=f"n{enrollment.pk}"),
        }
        for enrollment in enrollments.select_related("pendamping")
    ]
    may_move = request.user.has_role("operator", "apd", "korkab")
    context = {"parts": parts, "may_move": may_move, "requirements": standard.requirements(family)}
    return family_page(request, family, "household_enrollments", "families/enrollments.html", **context)


def _rounds(enrollment: Enrollment) -> QuerySet[RoundEntry]:
    return enrollment.entries.select_related("round", "file__stored").order_by("-round__tahun", "-round__tahap")


@allowed(Permission.VIEW_KROSCEK)
@require_safe
def household_kroscek(request: HttpRequest, pk: int) -> HttpResponse:
    """Every kroscek result of the family."""
    family = visible_family(request, pk)
    results = queries.results_of(family, request.user)
    return family_page(request, family, "household_kroscek", "families/kroscek.html", results=results)


@allowed(Permission.VIEW_HOUSEHOLDS)
@require_safe
def household_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Riwayat: before -> after of everything."""
    family = visible_family(request, pk)
    events = history.events(family, request.user)
    context = {"events": events, "desil_history": standard.desil_history(family)}
    return family_page(request, family, "household_history", "families/history.html", **context)


@allowed(Permission.EDIT_HOUSEHOLDS)
@require_http_methods(["GET", "POST"])
def household_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit with a guard: who saves second sees both values and decides."""
    family = visible_family(request, pk)
    initial = {"version": family.version, "reason": request.GET.get("alasan", "")[:100]}
    form = HouseholdForm(request.POST or None, instance=_copy(family), initial=initial)
    clashes: list[families.Clash] = []
    if request.method == "POST" and form.is_valid():
        try:
            families.edit(
                family,
                form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, "Data keluarga disimpan.")
            return redirect(family)
        except families.LostUpdate as lost:
            clashes = lost.clashes
            form.data = form.data.copy()
            form.data["version"] = lost.household.version
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    context = {"household": family, "form": form, "clashes": clashes}
    return render(request, "families/edit.html", context, status=status)


def _copy(family: Household) -> Household:
    """The form writes into its instance while checking; the page must keep showing what is stored."""
    return copy(family)


@allowed(Permission.EDIT_HOUSEHOLDS)
@require_http_methods(["GET", "POST"])
def member_edit(request: HttpRequest, pk: int, member_pk: int | None = None) -> HttpResponse:
    """Add a member, or change one."""
    family = visible_family(request, pk)
    member = get_object_or_404(family.members, pk=member_pk) if member_pk else None
    fields = ("name", "nik", "sex", "birth_date", "relation", "components")
    initial = {name: getattr(member, name) for name in fields} if member else {}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            families.save_member(family, member, form.cleaned_data, by=request.user)
            messages.success(request, "Anggota keluarga disimpan.")
            return redirect(family)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    context = {"household": family, "member": member, "form": form}
    return render(request, "families/member_form.html", context, status=status)


@allowed(Permission.EDIT_HOUSEHOLDS)
@require_http_methods(["GET", "POST"])
def member_remove(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Take a member off the family, with a reason."""
    family = visible_family(request, pk)
    member = get_object_or_404(family.members, pk=member_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            families.remove_member(member, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"{member.name} dihapus dari keluarga ini.")
            return redirect(family)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    context = {"household": family, "member": member, "form": form}
    return render(request, "families/member_remove.html", context, status=status)


def _enrollment(request: HttpRequest, pk: int) -> Enrollment:
    return get_object_or_404(Enrollment.objects.visible_to(request.user).select_related("household"), pk=pk)


@allowed(Permission.EDIT_HOUSEHOLDS)
@require_POST
def enrollment_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """The office's own notes of an enrollment."""
    enrollment = _enrollment(request, pk)
    form = NotesForm(request.POST, prefix=f"n{enrollment.pk}")
    if form.is_valid():
        families.write_notes(enrollment, form.cleaned_data["notes"], by=request.user)
        messages.success(request, "Catatan disimpan.")
    else:
        messages.error(request, "Catatan paling panjang 4.000 huruf.")
    return redirect("household_enrollments", enrollment.household_id)


@allowed(Permission.EDIT_HOUSEHOLDS)
@require_http_methods(["GET", "POST"])
def enrollment_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Change the state of an enrollment, with a reason, after a confirm page."""
    enrollment = _enrollment(request, pk)
    form = ReasonForm(request.POST or None)
    words = families.MOVE_WORDS.get(verb)
    if words is None or not request.user.has_role("operator", "apd", "korkab"):
        messages.error(request, "Perubahan status ini tidak tersedia untuk Anda.")
        return redirect("household_enrollments", enrollment.household_id)
    if request.method == "POST" and form.is_valid():
        try:
            families.move(enrollment, verb, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "Status kepesertaan diubah.")
            return redirect("household_enrollments", enrollment.household_id)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    context = {"enrollment": enrollment, "household": enrollment.household, "words": words, "form": form}
    return render(request, "families/move.html", context, status=status)


@allowed(Permission.REVEAL_IDENTITY)
@require_POST
def household_reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """ "Tampilkan" of the family's NIK or NKK."""
    family = visible_family(request, pk)
    value = family.nik if field == "nik" else family.no_kk
    label = "NIK pengurus" if field == "nik" else "Nomor KK"
    subject = f"{label} {family.name}, {family.desa.name}"
    return reveal(request, subject=subject, value=value, label=f"{label} {family.name}")


@allowed(Permission.REVEAL_IDENTITY)
@require_POST
def member_reveal(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """ "Tampilkan" of a member's NIK."""
    family = visible_family(request, pk)
    member: Member = get_object_or_404(family.members, pk=member_pk)
    return reveal(
        request, subject=f"NIK {member.name}, {family.desa.name}", value=member.nik, label=f"NIK {member.name}"
    )
