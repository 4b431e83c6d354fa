"""One small page with one form: its words, its act, where it leads. Refusals come back with what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pkh_sembako.lib.errors import DomainError


@dataclass(frozen=True)
class Page:
    """What stands on it. `parent` (label, address) is the step before the last in the breadcrumbs."""

    title: str
    subtitle: str
    button: str
    back: str
    parent: tuple[str, str]
    help: str = ""
    rows: tuple[dict[str, Any], ...] = ()


def answer(
    request: HttpRequest,
    form: Form,
    page: Page,
    act: Callable[..., Any],
    *,
    done: str | Callable[[Any], str],
    to: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """Show the form; on a good POST call `act(**cleaned_data)` and go on to `to` (default: back)."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done(made) if callable(done) else done)
            return redirect(to(made) if callable(to) else to or page.back)
    status = 422 if request.method == "POST" else 200
    return render(request, "pengaduan/formulir.html", {"form": form, "page": page}, status=status)
