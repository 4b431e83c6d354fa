"""Reading, accepting and rewriting the kode etik."""

from django import forms

from pkh_sembako.lib.forms import KitForm, TanggalField


class AcceptForm(KitForm):
    """`version` is what the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="Saya sudah membaca dan akan mematuhi kode etik ini",
        error_messages={"required": "Centang pernyataan ini untuk melanjutkan."},
    )


class PublishForm(KitForm):
    text = forms.CharField(
        label="Butir kode etik",
        help_text="Satu butir per baris; nomornya dibuat sendiri.",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    dated = TanggalField(label="Berlaku sejak", help_text="Sejak hari itu setiap pengguna diminta menyetujuinya lagi.")
