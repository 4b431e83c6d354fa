"""Forms of the export page and of the dispatch to PKH Pusat."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from programs.enums import Channel
from programs.exports.bnba import LAYOUT_LABELS
from programs.models import Round


class RoundChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Round) -> str:
        return str(obj)


class ExportForm(KitForm):
    """Which Round, how arranged, what for."""

    putaran = RoundChoice(
        label="Daftar",
        queryset=Round.objects.none(),
        empty_label=None,
        error_messages={"required": "Pilih daftar yang diekspor.", "invalid_choice": "Pilih daftar dari pilihan."},
    )
    susunan = forms.ChoiceField(
        label="Susunan kolom",
        choices=[(str(code), label) for code, label in LAYOUT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    per_kecamatan = forms.BooleanField(
        label="Satu lembar untuk setiap kecamatan",
        required=False,
        help_text="Yang layak dan tidak layak bayar berada di lembar yang sama, dibedakan satu kolom.",
    )
    keperluan = forms.CharField(
        label="Untuk apa data ini diekspor",
        max_length=200,
        help_text="Keperluan ini tercatat bersama nama Anda dan dapat dibaca inspektorat.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["putaran"].queryset = Round.objects.with_list()


class ReceiptForm(KitForm):
    """The receipt of PKH Pusat."""

    sent_on = TanggalField(label="Tanggal dikirim")
    channel = forms.ChoiceField(label="Saluran", choices=Channel.choices, widget=forms.RadioSelect)
    receiver = forms.CharField(label="Diterima oleh", max_length=120, help_text="Nama atau unit yang menerima.")
    note = forms.CharField(label="Keterangan", max_length=300, required=False)
    evidence = BerkasField(
        label="Bukti tanda terima", extensions=["pdf", "jpg", "jpeg", "png", "xlsx"], max_mb=LARGEST_MB, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sent_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
