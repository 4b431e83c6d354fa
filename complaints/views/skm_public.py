"""/skm/: the survey as a citizen sees it, without login and without JavaScript; and its result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints.enums import Gate
from complaints.forms_skm import AnswerForm
from complaints.models import Survey, SurveyResponse
from complaints.queries import skm as queries
from complaints.queries import skm_results as results
from complaints.services import gate, humanity
from complaints.services import skm as services
from pkh_sembako.lib.access import public
from pkh_sembako.lib.clients import client_address
from pkh_sembako.lib.errors import DomainError


@public
@never_cache
@require_http_methods(["GET", "POST"])
def survey_fill(request: HttpRequest) -> HttpResponse:
    """/skm/: choose a service, or with ?layanan= its nine questions on one page."""
    running = queries.running(timezone.localdate(), request.GET.get("layanan", "").replace("\0", "")[:30])
    if not running or "layanan" not in request.GET:
        return _choose(request, running)
    survey = running[0]
    if request.method == "POST":
        return _send(request, survey)
    return _page(request, survey, AnswerForm(survey=survey))


def _choose(request: HttpRequest, running: list[Survey]) -> HttpResponse:
    """What runs now; an unknown or ended service of a poster is told as such."""
    asked = "layanan" in request.GET
    surveys = queries.running(timezone.localdate()) if asked else running
    return render(request, "skm/pilih.html", {"surveys": surveys, "missed": asked}, status=404 if asked else 200)


def _send(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Only whole sheets count against the hour's limit: who forgot a question may mend it."""
    form = AnswerForm(request.POST, survey=survey)
    valid = form.is_valid()
    if _is_kept(form):
        return redirect("survey_thanks")
    if not valid:
        return _page(request, survey, form, 422)
    try:
        gate.enter(Gate.SURVEY, client_address(request))
    except gate.TooMany as refusal:
        form.add_error(None, refusal.sentence)
        response = _page(request, survey, form, 429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    return redirect("survey_thanks") if _keep(survey, form) else _page(request, survey, form, 422)


def _is_kept(form: AnswerForm) -> bool:
    """Whether this very form has been sent before."""
    key = form.cleaned_data.get("key")
    return bool(key) and SurveyResponse.objects.filter(key=key).exists()


def _keep(survey: Survey, form: AnswerForm) -> bool:
    if problem := humanity.spend(form.cleaned_data["token"], form.cleaned_data["human"]):
        form.add_error("human", problem)
        return False
    try:
        services.answer(survey, form.sheet(), key=form.cleaned_data["key"])
    except DomainError as refusal:
        if not _is_kept(form):
            form.add_error(None, refusal.sentence)
            return False
    return True


def _page(request: HttpRequest, survey: Survey, form: AnswerForm, status: int = 200) -> HttpResponse:
    """The form with a fresh question: one that was answered cannot be asked again."""
    question = humanity.ask()
    form["human"].label = question.words
    if form.is_bound:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["token"], form.data["human"] = question.token, ""  # type: ignore[index]
    else:
        form.initial["token"] = question.token
    return render(request, "skm/isi.html", {"survey": survey, "form": form}, status=status)


@public
@require_safe
def survey_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "skm/terima_kasih.html")


@public
@require_safe
def survey_result(request: HttpRequest) -> HttpResponse:
    """/skm/hasil/: sums only, and nothing of a service that fewer than ten have answered; ?tahun=."""
    years = queries.years()
    year = results.chosen(years, request.GET.get("tahun", ""))
    context = {"years": years, "year": year, "rows": results.of_year(year, public=True) if year else []}
    return render(request, "skm/hasil.html", context, status=404 if "tahun" in request.GET and not year else 200)
