"""The one field of the second factor."""

from typing import Any

from django import forms

from pkh_sembako.lib.forms import KitForm

CODE_HELP = "Enam angka dari aplikasi autentikator, atau satu kode pemulihan."


def code_field(**options: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label="Kode", max_length=20, widget=forms.TextInput(attrs=attrs), **options)


class CodeForm(KitForm):
    code = code_field(help_text=CODE_HELP)


class FirstCodeForm(KitForm):
    """Proves that the app has the secret."""

    code = code_field(help_text="Enam angka yang ditampilkan aplikasi.")
