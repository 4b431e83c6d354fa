"""Forms of a BA klarifikasi: what is declared, the signed scan, the sending, the result."""

from typing import Any

from django import forms
from django.utils import timezone

from complaints.enums import ClarificationReason, ClarificationResult
from complaints.forms.desk import area
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from pkh_sembako.office.models import NumberSource
from pkh_sembako.office.queries import the_office
from programs.models import Household, Member


class MakeForm(KitForm):
    reason = forms.ChoiceField(
        label="Sebab bantuan berhenti", choices=ClarificationReason.choices, widget=forms.RadioSelect
    )
    member = forms.ModelChoiceField(
        Member.objects.none(), label="Yang menyatakan", required=False, empty_label="Pengurus keluarga"
    )
    statement = forms.CharField(
        label="Pernyataan warga",
        max_length=2000,
        widget=area(6),
        help_text="Dengan kata warga sendiri; dicetak dan ditandatangani, tidak dapat diubah lagi.",
    )
    number = forms.CharField(label="Nomor dari buku agenda", max_length=80, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = household.members.all()  # type: ignore[attr-defined]
        if the_office().number_source == NumberSource.REGISTER:
            del self.fields["number"]


class ScanForm(KitForm):
    upload = BerkasField(label="Pindaian bertanda tangan", extensions=["pdf"], max_mb=20)
    signed_on = TanggalField(label="Tanggal tanda tangan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"signed_on": timezone.localdate()}, **kwargs)


class SendForm(KitForm):
    sent_on = TanggalField(label="Diteruskan pada")
    reference = forms.CharField(label="Nomor usulan atau tiket SIKS-NG", max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"sent_on": timezone.localdate()}, **kwargs)


class EndForm(KitForm):
    result = forms.ChoiceField(label="Hasil", choices=ClarificationResult.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Keterangan", max_length=300, required=False, widget=area(2))
