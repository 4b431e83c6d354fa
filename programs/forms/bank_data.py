"""Forms of the data for the bank."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from programs.enums import Program
from programs.forms.papers import RoundChoice
from programs.models import Round


class BankOrderForm(KitForm):
    """Which list, for whom, what for."""

    putaran = RoundChoice(
        label="Daftar",
        queryset=Round.objects.none(),
        empty_label=None,
        error_messages={"required": "Pilih daftar.", "invalid_choice": "Pilih daftar dari pilihan."},
    )
    bank = forms.CharField(label="Bank penyalur", max_length=40)
    keperluan = forms.CharField(
        label="Keperluan",
        max_length=200,
        initial="Pembukaan rekening dan pencetakan KKS",
        help_text="Tercetak pada tanda terima dan tercatat bersama nama Anda.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["putaran"].queryset = Round.objects.with_list().filter(program=Program.SEMBAKO)


class BankReceiptForm(KitForm):
    """Who received it, and the signed receipt."""

    receiver = forms.CharField(label="Diterima oleh", max_length=120)
    position = forms.CharField(label="Jabatan penerima", max_length=120)
    received_on = TanggalField(label="Tanggal diterima")
    evidence = BerkasField(
        label="Pindaian tanda terima bertanda tangan", extensions=["pdf", "jpg", "jpeg", "png"], max_mb=LARGEST_MB
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"received_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
