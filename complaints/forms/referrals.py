"""Forms of sub-tickets to other bodies."""

from typing import Any
from uuid import uuid4

from django import forms

from complaints.enums import Outside, ReferralState
from complaints.forms.desk import ALL, PAPERS, area
from complaints.queries.referrals import LATE, OPEN
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm, TanggalField


class AskForm(KitForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(label="Instansi", choices=[("", "Pilih instansi"), *Outside.choices])
    to_name = forms.CharField(
        label="Bagian atau pejabat", max_length=120, required=False, help_text="Dicetak pada surat permintaan."
    )
    question = forms.CharField(
        label="Yang diminta", max_length=2000, widget=area(4), help_text="Satu butir per baris, tanpa nomor identitas."
    )
    until = TanggalField(label="Diharapkan paling lambat", required=False)
    reference = forms.CharField(label="Nomor tiket di sana", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)


class AnsweredForm(KitForm):
    answer = forms.CharField(label="Jawaban instansi", max_length=2000, widget=area(4))
    reference = forms.CharField(label="Nomor surat atau tiket", max_length=60, required=False)
    upload = BerkasField(label="Surat atau tangkapan layar", extensions=PAPERS, max_mb=5, required=False)


class WithdrawForm(KitForm):
    reason = forms.CharField(label="Alasan ditarik", max_length=300, widget=area(2))


class ReferralFilter(FilterForm):
    status = forms.ChoiceField(
        label="Status",
        choices=[ALL, (OPEN, "Belum dijawab"), (LATE, "Lewat tanggal yang diharapkan"), *ReferralState.choices[1:]],
    )
    instansi = forms.ChoiceField(label="Instansi", choices=[ALL, *Outside.choices])
