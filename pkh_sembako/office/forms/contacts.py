"""The contacts of one kecamatan and its desa, one row a place."""

from django import forms

from pkh_sembako.lib import whatsapp
from pkh_sembako.lib.forms import KitForm


class ContactForm(KitForm):
    """Both may be empty: then letters go there on paper only."""

    email = forms.EmailField(
        label="Pos-el",
        required=False,
        error_messages={"invalid": "Tulis alamat pos-el yang lengkap, misalnya kantor@contoh.go.id."},
    )
    phone = forms.CharField(label="WhatsApp", required=False, max_length=20)
    mark_optional = False

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not whatsapp.number(phone):
            raise forms.ValidationError("Tulis nomor ponsel Indonesia, misalnya 0812 3456 7890.")
        return phone
