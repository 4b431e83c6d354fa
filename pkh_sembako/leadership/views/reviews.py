"""/penilaian/: what one is asked to fill in, the own result, and for who leads the whole evaluation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.leadership.forms import RatingForm, ReviewForm
from pkh_sembako.leadership.models import StaffReview
from pkh_sembako.leadership.queries.review_report import review_report
from pkh_sembako.leadership.queries.reviews import results, to_do
from pkh_sembako.leadership.services import reviews
from pkh_sembako.leadership.views.answers import report_answer
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError

LEAD, RATE = Permission.VIEW_LEADERSHIP, Permission.RATE_STAFF


@allowed(RATE, LEAD)
@require_safe
def staff_reviews(request: HttpRequest) -> HttpResponse:
    """Own forms of the open reviews, own results of the closed ones; whoever leads sees every review."""
    found = list(StaffReview.objects.all())
    context = {
        "open": [(review, to_do(review, request.user)) for review in found if review.is_open],
        "closed": [(review, results(review, [request.user])) for review in found if not review.is_open],
        "reviews": found if request.user.may(LEAD) else [],
        "may_open": request.user.may(LEAD),
    }
    return render(request, "pimpinan/penilaian.html", context)


@allowed(LEAD)
@require_http_methods(["GET", "POST"])
def staff_review_open(request: HttpRequest) -> HttpResponse:
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("year", "closes_on")}
        try:
            review = reviews.open_review(**facts, targets=form.targets, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{review} dibuka.")
            return redirect(review)
    status = 422 if form.is_bound else 200
    return render(request, "pimpinan/penilaian_buka.html", {"form": form}, status=status)


@allowed(LEAD)
@require_safe
def staff_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a review (?bentuk=pdf|xlsx), as far as it is filled in."""
    review = get_object_or_404(StaffReview, pk=pk)
    return report_answer(request, review_report(review), review=review)


@allowed(LEAD)
@require_POST
def staff_review_close(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(StaffReview, pk=pk)
    try:
        reviews.close(review, by=request.user)
        messages.success(request, f"{review} ditutup. Setiap orang dapat membaca hasilnya sendiri.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect(review)


@allowed(RATE)
@require_http_methods(["GET", "POST"])
def staff_rate(request: HttpRequest, pk: int, user: int) -> HttpResponse:
    """One's own view of one person."""
    review = get_object_or_404(StaffReview, pk=pk)
    tasks = {task.about.pk: task for task in to_do(review, request.user)}
    about = get_object_or_404(User.objects.filter(pk__in=tasks), pk=user)
    given = review.ratings.filter(about=about, by=request.user).values().first()
    initial = {name: str(value) if isinstance(value, int) else value for name, value in (given or {}).items()}
    form = RatingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {"scores": form.scores, "note": form.cleaned_data["note"]}
        try:
            reviews.rate(review, about=about, **facts, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Penilaian {about} disimpan.")
            return redirect("staff_reviews")
    context = {"review": review, "task": tasks[about.pk], "form": form}
    return render(request, "pimpinan/penilaian_isi.html", context, status=422 if form.is_bound else 200)
