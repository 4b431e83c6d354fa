"""Wilayah kerja: which pendamping accompanies which desa, per program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pkh_sembako.accounts import queries
from pkh_sembako.accounts.models import PROGRAMS
from pkh_sembako.lib.access import Permission, allowed


@allowed(Permission.MANAGE_WORK_AREAS)
@require_safe
def work_area_list(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/wilayah.html", {"coverage": queries.coverage(), "programs": PROGRAMS})
