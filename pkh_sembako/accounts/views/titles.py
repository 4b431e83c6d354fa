"""Roles, what they may do, and what the office calls them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pkh_sembako.accounts.forms.people import TitlesForm
from pkh_sembako.accounts.models import RoleLabel
from pkh_sembako.accounts.services.titles import set_titles
from pkh_sembako.lib.access import Permission, allowed


@allowed(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def role_titles(request: HttpRequest) -> HttpResponse:
    form = TitlesForm(request.POST or None, initial=RoleLabel.titles())
    if form.is_valid():
        changed = set_titles(form.cleaned_data, by=request.user)
        messages.success(request, f"{changed} sebutan diubah." if changed else "Tidak ada sebutan yang berubah.")
        return redirect("role_titles")
    return render(request, "accounts/peran.html", {"form": form}, status=422 if form.is_bound else 200)
