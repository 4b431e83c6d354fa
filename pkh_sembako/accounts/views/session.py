"""Logging in and out, and one's own password."""

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from pkh_sembako.accounts.forms.session import LoginForm, OwnPasswordForm
from pkh_sembako.accounts.gates import PENDING
from pkh_sembako.accounts.middleware import begin
from pkh_sembako.accounts.services import second_factor
from pkh_sembako.lib.access import Permission, allowed, public


class Login(LoginView):
    template_name = "accounts/masuk.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        begin(self.request.session)
        if second_factor.is_set_up(form.get_user()):
            self.request.session[PENDING] = True
        return response

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OwnPassword(PasswordChangeView):
    template_name = "accounts/kata_sandi.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        messages.success(self.request, "Kata sandi Anda sudah diganti.")
        return super().form_valid(form)

    def form_invalid(self, form: OwnPasswordForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


login = public(Login.as_view())
logout = public(LogoutView.as_view(next_page=reverse_lazy("login")))
own_password = allowed(Permission.HOME)(OwnPassword.as_view())


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """What django-axes answers after five wrong tries; the same for names that exist and names that do not."""
    reason = "Lima kali kata sandi yang salah dari alamat ini untuk nama pengguna tersebut."
    return render(request, "429.html", {"reason": reason}, status=429)
