"""Forms of the buku agenda."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.documents.models import IncomingLetter, LetterChannel
from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitModelForm, TanggalField


class LetterFilter(FilterForm):
    cari = forms.CharField(label="Pengirim, nomor, atau perihal", max_length=80)
    saluran = forms.ChoiceField(label="Saluran", choices=[("", "Semua"), *LetterChannel.choices])
    tahun = forms.IntegerField(label="Tahun", min_value=2007, max_value=2100)


class LetterForm(KitModelForm):
    """A letter as it came; the scan may follow later."""

    received_on = TanggalField(label="Tanggal terima")
    letter_date = TanggalField(label="Tanggal surat", required=False)
    berkas = BerkasField(
        label="Pindaian surat atau tangkapan layar pesan",
        extensions=["pdf", "jpg", "jpeg", "png", "xlsx"],
        max_mb=LARGEST_MB,
        required=False,
    )

    class Meta:
        model = IncomingLetter
        fields = ["received_on", "channel", "sender", "letter_number", "letter_date", "subject", "disposition"]
        labels = {
            "channel": "Diterima lewat",
            "sender": "Pengirim",
            "letter_number": "Nomor surat",
            "subject": "Perihal",
            "disposition": "Disposisi",
        }
        help_texts = {
            "sender": "Misalnya Direktorat Jaminan Sosial Keluarga, Kementerian Sosial.",
            "letter_number": "Kosongkan bila berupa pesan tanpa nomor.",
            "disposition": "Kepada siapa dan untuk apa diteruskan. Boleh diisi kemudian.",
        }
        widgets = {"disposition": forms.Textarea(attrs={"rows": 3}), "subject": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["received_on"].initial = timezone.localdate()
        self.fields["channel"].choices = LetterChannel.choices
