"""Forms of the door: login and the own password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField

from pkh_sembako.lib.forms import KitFormMixin

WRONG = "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."
RULE_OF_PASSWORDS = "Paling sedikit 12 karakter dan tidak mudah ditebak."


def _password(purpose: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": purpose})


class LoginForm(KitFormMixin, AuthenticationForm):
    """One sentence for a wrong name, a wrong password and a disabled account: nobody learns which names exist."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    # Django sets the length of the model too late to be checked, and the record of failed logins holds 255 letters.
    username = UsernameField(label="Nama pengguna", max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))
    password = forms.CharField(label="Kata sandi", strip=False, widget=_password("current-password"))


class OwnPasswordForm(KitFormMixin, PasswordChangeForm):
    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "Kata sandi lama tidak cocok.",
        "password_mismatch": "Kedua kata sandi baru tidak sama.",
    }

    old_password = forms.CharField(label="Kata sandi lama", strip=False, widget=_password("current-password"))
    new_password1 = forms.CharField(
        label="Kata sandi baru", strip=False, widget=_password("new-password"), help_text=RULE_OF_PASSWORDS
    )
    new_password2 = forms.CharField(label="Ulangi kata sandi baru", strip=False, widget=_password("new-password"))
