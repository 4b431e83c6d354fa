"""/data-pribadi/insiden/: the register of incidents, whom each reaches, and the immediate measures."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.services.reauth import confirm_password
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.page_links import asked_page, page_links
from pkh_sembako.privacy.enums import DataClass, IncidentAct, IncidentState, Way
from pkh_sembako.privacy.forms import ActForm, IncidentFilter, IncidentForm, PasswordForm, ScopeForm
from pkh_sembako.privacy.models import Incident, IncidentEntry, IncidentScope
from pkh_sembako.privacy.queries import clocks
from pkh_sembako.privacy.queries.affected import Question
from pkh_sembako.privacy.services import incidents, letters

HANDLE = Permission.HANDLE_INCIDENTS
FIELDS = {"keadaan": "state", "tahun": "year"}
ENDS = (IncidentAct.NOTIFY, IncidentAct.CLOSE)
MOVES: dict[str, tuple[Callable[..., Any], str]] = {
    "catat": (incidents.note, "Tindakan dicatat."),
    "beritahu": (incidents.notify, "Pemberitahuan dicatat."),
    "tutup": (incidents.close, "Insiden ditutup."),
    "buka": (incidents.reopen, "Insiden dibuka kembali."),
}
MEASURES: dict[str, tuple[Callable[..., Any], str]] = {
    "sesi": (incidents.end_sessions, "Semua sesi akun ini diakhiri."),
    "nonaktif": (incidents.deactivate, "Akun dinonaktifkan dan semua sesinya diakhiri."),
}


@allowed(Permission.VIEW_INCIDENTS)
@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    form = IncidentFilter(request.GET)
    wanted = {FIELDS[name]: value for name, value in form.applied().items()}
    found = Incident.objects.visible_to(request.user).filter(**wanted).select_related("user")
    page = asked_page(request, found, "id", descending=True)
    context = {
        "filter_form": form,
        "rows": clocks.incident_rows(page.rows, _told(page.rows)),
        "result_words": f"{thousands(found.count())} insiden",
        "may_handle": request.user.may(HANDLE),
        "may_requests": request.user.may(Permission.VIEW_DATA_REQUESTS),
        **page_links(request, page),
    }
    is_part = request.htmx and request.htmx.target == "daftar"
    return render(request, "privacy/_insiden_daftar.html" if is_part else "privacy/insiden_daftar.html", context)


def _told(found: list[Incident]) -> dict[int, datetime]:
    """{id: when the first notice or the closing was written}."""
    lines = IncidentEntry.objects.filter(incident__in=found, act__in=ENDS).order_by("-number")
    return dict(lines.values_list("incident_id", "at"))


@allowed(HANDLE)
@require_http_methods(["GET", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = incidents.record(incidents.Found(**form.cleaned_data), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Insiden {made.code} dicatat. Hitung siapa yang terdampak.")
            return redirect(made)
    return render(request, "privacy/insiden_baru.html", {"form": form}, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user).select_related("user", "by"), pk=pk)


@allowed(Permission.VIEW_INCIDENTS)
@require_safe
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, found: Incident, **forms: Any) -> HttpResponse:
    may = request.user.may(HANDLE)
    window = {"user": found.user_id, "starts": timezone.localtime(found.starts), "ends": timezone.localtime(found.ends)}
    scopes = list(found.scopes.select_related("user", "by"))
    context = {
        "found": found,
        "row": clocks.incident_rows([found], _told([found]))[0],
        "scopes": [{"scope": each, "rows": _summary(each)} for each in scopes],
        "events": _events(found),
        "letters": letters.of(found),
        "may_handle": may,
        "acting": may and found.state != IncidentState.CLOSED,
        "may_notify": may and found.state == IncidentState.OPEN,
        "may_reopen": may and found.state == IncidentState.CLOSED,
        "scope_form": forms.get("scope_form") or ScopeForm(initial=window, auto_id="hitung_%s"),
        "act_form": forms.get("act_form") or ActForm(auto_id="tindakan_%s"),
        "end_form": forms.get("end_form") or ActForm(auto_id="akhir_%s"),
        "password_form": forms.get("password_form") or PasswordForm(auto_id="sandi_%s"),
    }
    return render(request, "privacy/insiden.html", context, status=422 if forms else 200)


def _summary(scope: IncidentScope) -> dict[str, Any]:
    """Counts in words, for the tables of one computation."""
    summary = scope.summary
    return {
        "classes": [(code.label, summary["classes"][code]) for code in DataClass if code in summary["classes"]],
        "ways": [(way.label, summary["ways"][way]) for way in Way if way in summary["ways"]],
        "places": summary["places"],
        "unknown": [
            {"at": datetime.fromisoformat(at), "user": user, "subject": subject}
            for at, user, subject in summary["unknown"]
        ],
    }


def _events(found: Incident) -> list[dict[str, Any]]:
    lines = found.entries.select_related("by").order_by("-number")
    return [
        {"when": line.at, "who": str(line.by), "what": line.get_act_display(), "note": line.note, "tone": "netral"}
        for line in lines
    ]


@allowed(HANDLE)
@require_POST
def incident_compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute whom a question reaches; kept as the next computation."""
    found, form = _found(request, pk), ScopeForm(request.POST, auto_id="hitung_%s")
    if form.is_valid():
        try:
            made = incidents.compute(found, Question(**form.cleaned_data), by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = f"{thousands(made.persons)} orang dari {thousands(made.families)} keluarga terdampak."
            messages.success(request, words)
            return redirect(found)
    return _page(request, found, scope_form=form)


def _scope(request: HttpRequest, pk: int, number: int) -> IncidentScope:
    return get_object_or_404(_found(request, pk).scopes.select_related("incident", "user"), number=number)


@allowed(HANDLE)
@require_POST
def incident_workbook(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    scope = _scope(request, pk, number)
    incidents.order_list(scope, by=request.user)
    messages.success(request, "Daftar orang terdampak sedang dibuat. Berkasnya muncul di Unduhan.")
    return redirect(scope.incident)


@allowed(HANDLE)
@require_POST
def incident_letters(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    scope = _scope(request, pk, number)
    try:
        letters.draft(scope, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Dua konsep surat pemberitahuan dibuat. Buka dan lengkapi di Dokumen.")
    return redirect(scope.incident)


@allowed(HANDLE)
@require_POST
def incident_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A line, or a move of the state, with its words."""
    found = _found(request, pk)
    act, words = MOVES[verb]
    name = "act_form" if verb == "catat" else "end_form"
    form = ActForm(request.POST, auto_id="tindakan_%s" if verb == "catat" else "akhir_%s")
    if form.is_valid():
        try:
            act(found, text=form.cleaned_data["text"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, words)
            return redirect(found)
    return _page(request, found, **{name: form})


@allowed(HANDLE)
@sensitive_post_parameters("password")
@sensitive_variables("form")
@require_POST
def incident_measure(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """End the account's sessions, or close it; the password of whoever decides is asked again."""
    found, form = _found(request, pk), PasswordForm(request.POST, auto_id="sandi_%s")
    act, words = MEASURES[verb]
    if form.is_valid():
        try:
            confirm_password(request, form.cleaned_data["password"])
            act(found, by=request.user)
        except DomainError as refusal:
            form.add_error("password", refusal.sentence)
        else:
            messages.success(request, words)
            return redirect(found)
    return _page(request, found, password_form=form)
