"""The second factor: its question after the password, and the own page to set it up, renew its codes or take it off."""

from collections.abc import Callable

import django_otp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pkh_sembako.accounts.forms.second_factor import CodeForm, FirstCodeForm
from pkh_sembako.accounts.gates import PENDING
from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.accounts.views.onward import go_on, onward
from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.pdf import qr_uri

Act = Callable[[str], HttpResponse]


@allowed(Permission.HOME)
@require_http_methods(["GET", "POST"])
def second_factor_code(request: HttpRequest) -> HttpResponse:
    """After the password: the code, then on to where the user wanted to go."""
    if request.user.is_verified() or not second_factor.is_set_up(request.user):
        return go_on(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            _verified(request, second_factor.check(form.cleaned_data["code"], by=request.user))
            return go_on(request)
        except DomainError as refusal:
            form.add_error("code", refusal.sentence)
    context = {"form": form, "next": onward(request)}
    return render(request, "accounts/kode.html", context, status=422 if form.is_bound else 200)


@allowed(Permission.HOME)
@require_safe
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """The own second factor: set up, or what may be done with it."""
    return _page(request)


@allowed(Permission.HOME)
@require_POST
def second_factor_set_up(request: HttpRequest) -> HttpResponse:
    def begin(code: str) -> HttpResponse:
        device, codes = second_factor.set_up(code=code, by=request.user)
        _verified(request, device)
        return _codes(request, codes)

    return _with_code(request, begin, FirstCodeForm(request.POST))


@allowed(Permission.HOME)
@require_POST
def second_factor_codes(request: HttpRequest) -> HttpResponse:
    def renew(code: str) -> HttpResponse:
        return _codes(request, second_factor.renew_codes(code=code, by=request.user))

    return _with_code(request, renew, CodeForm(request.POST))


@allowed(Permission.HOME)
@require_POST
def second_factor_off(request: HttpRequest) -> HttpResponse:
    def take_off(code: str) -> HttpResponse:
        second_factor.turn_off(code=code, by=request.user)
        messages.success(request, "Langkah kedua dilepas. Masuk cukup dengan kata sandi.")
        return redirect("second_factor")

    return _with_code(request, take_off, CodeForm(request.POST))


@allowed(Permission.MANAGE_USERS)
@require_POST
def second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """For a lost phone: the person sets it up again."""
    person = get_object_or_404(User, pk=pk)
    try:
        second_factor.reset(person, by=request.user)
        messages.success(request, f"Langkah kedua {person} disetel ulang; dipasang lagi saat masuk berikutnya.")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("person", pk=pk)


def _with_code(request: HttpRequest, act: Act, form: CodeForm | FirstCodeForm) -> HttpResponse:
    """What `act` answers to the code that was typed; a refusal stands beside the field."""
    if form.is_valid():
        try:
            return act(form.cleaned_data["code"])
        except DomainError as refusal:
            form.add_error("code", refusal.sentence)
    return _page(request, form)


def _page(request: HttpRequest, form: CodeForm | FirstCodeForm | None = None) -> HttpResponse:
    user, status = request.user, 422 if form else 200
    context = {"demanded": second_factor.must_set_up(user)}
    if second_factor.is_set_up(user):
        context |= {"form": form or CodeForm(), "codes_left": second_factor.codes_left(user)}
        return render(request, "accounts/keamanan.html", context, status=status)
    device = second_factor.propose(user)
    context |= {"form": form or FirstCodeForm(), "qr": qr_uri(device.config_url), "key": _in_fours(device)}
    context["uri"] = device.config_url  # otpauth: opens the app where it is on the same phone
    return render(request, "accounts/pasang_kode.html", context, status=status)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Shown this once, never stored by a browser (NeverStored) and never fetched again."""
    return render(request, "accounts/kode_pemulihan.html", {"codes": codes})


def _verified(request: HttpRequest, device) -> None:
    request.session.cycle_key()
    request.session.pop(PENDING, None)
    django_otp.login(request, device)


def _in_fours(device) -> str:
    """The secret as apps want it typed: base32, in groups of four."""
    text = device.config_url.split("secret=")[1].split("&")[0]
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
