"""Forms of what goes out to the citizen: the proof of sending, the order of a formal letter."""

from django import forms

from complaints.forms.desk import PAPERS, area
from pkh_sembako.lib.forms import BerkasField, KitForm
from pkh_sembako.office.enums import Post


class SentForm(KitForm):
    note = forms.CharField(
        label="Bukti pengiriman",
        max_length=300,
        required=False,
        widget=area(2),
        help_text="Kepada siapa dan bagaimana, misalnya: dibacakan lewat telepon kepada pelapor pukul 10.15.",
    )
    upload = BerkasField(
        label="Tangkapan layar atau pindaian",
        extensions=PAPERS,
        max_mb=5,
        required=False,
        help_text="Wajib bila bukti tidak ditulis. PDF, JPG, atau PNG, paling besar 5 MB.",
    )


class LetterForm(KitForm):
    addressee = forms.CharField(label="Kepada (Yth.)", max_length=120)
    signer = forms.ChoiceField(label="Ditandatangani oleh", choices=Post.choices, initial=Post.KADIS)
