"""/tenggat/: the deadlines of one's scope by month, as a page, a file and a feed for the calendar of a phone."""

from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines import ics
from pkh_sembako.deadlines.models import CalendarFeed
from pkh_sembako.deadlines.month import entries, in_scope, newest_first
from pkh_sembako.deadlines.services import feeds
from pkh_sembako.lib.access import Permission, allowed, public
from pkh_sembako.lib.dates import nama_bulan
from pkh_sembako.office.queries import calendar
from pkh_sembako.office.year import months

SHOWN_YEARS = range(2020, 2041)


@allowed(Permission.HOME)
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """`?bulan=2026-11`; this month without it."""
    first, now, days = _month(request.GET.get("bulan", "")), timezone.now(), calendar()
    after = _shifted(first, 1)
    start, end = (datetime.combine(day, time(), days.zone) for day in (first, after))
    found = entries(in_scope(request.user), start, end, now)
    own = CalendarFeed.objects.filter(user=request.user).first()
    before = _shifted(first, -1)
    context = {
        "title": f"{nama_bulan(first)} {first.year}",
        "grid": months(first.year, days)[first.month - 1],
        "days": found,
        "count": sum(len(rows) for rows in found.values()),
        "today": timezone.localdate(),
        "previous": before if before.year in SHOWN_YEARS else None,
        "next": after if after.year in SHOWN_YEARS else None,
        "feed_url": own and request.build_absolute_uri(reverse("deadline_feed", args=[feeds.token(own)])),
        "feed": own,
    }
    return render(request, "deadlines/bulan.html", context)


@allowed(Permission.HOME)
@require_POST
def feed_renew(request: HttpRequest) -> HttpResponse:
    feeds.renew(by=request.user)
    messages.success(request, "Tautan kalender dibuat. Tautan sebelumnya, bila ada, tidak berlaku lagi.")
    return redirect("deadline_month")


@allowed(Permission.HOME)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    return _ics(request, request.user)


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Without login: the token says whose. What is not valid any more does not exist."""
    owner = feeds.owner(token)
    if owner is None:
        raise Http404
    return _ics(request, owner)


def _ics(request: HttpRequest, user: User) -> HttpResponse:
    text = ics.calendar_text(
        newest_first(in_scope(user)),
        name=f"Tenggat SOP {request.office.kabupaten}",
        base_url=request.build_absolute_uri("/").rstrip("/"),
        now=timezone.now(),
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tenggat.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _month(text: str) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
    return first if first.year in SHOWN_YEARS else timezone.localdate().replace(day=1)


def _shifted(first: date, by: int) -> date:
    number = first.year * 12 + first.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
