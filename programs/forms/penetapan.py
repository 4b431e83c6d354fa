"""Forms of the Berita Acara: draft, decide, correct."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from pkh_sembako.accounts.forms.second_factor import CODE_HELP, code_field
from pkh_sembako.documents.models import Document
from pkh_sembako.lib.forms import KitForm, TanggalField
from pkh_sembako.office.models import NumberSource
from pkh_sembako.office.queries import the_office
from programs.models import BaRevision

APPROVE, RETURN = "setujui", "kembalikan"


class DraftForm(KitForm):
    note = forms.CharField(
        label="Catatan untuk pemberi paraf", max_length=400, required=False, widget=forms.Textarea({"rows": 2})
    )


class ReasonForm(KitForm):
    reason = forms.CharField(label="Alasan", max_length=400, widget=forms.Textarea({"rows": 3}))


class DecisionForm(KitForm):
    """Approve or return one revision. The last link also types the number, if the office takes it from the agenda, and
    the code of the second factor, if that person has one."""

    decision = forms.ChoiceField(label="Keputusan Anda", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Alasan pengembalian", max_length=400, required=False, widget=forms.Textarea({"rows": 3})
    )
    number = forms.CharField(
        label="Nomor Berita Acara", max_length=80, required=False, help_text="Dari agenda sekretariat."
    )
    dated = TanggalField(label="Tanggal Berita Acara", required=False)
    password = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Diketik lagi karena keputusan ini mengikat.",
    )
    code = code_field(required=False, help_text=CODE_HELP)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000)
    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    mark_optional = False

    def __init__(
        self,
        data: QueryDict | dict[str, Any] | None,
        *,
        revision: BaRevision,
        determines: bool,
        asks_code: bool,
        **kwargs: Any,
    ):
        self.shown, self.determines = revision, determines
        self.types_number = determines and the_office().number_source == NumberSource.AGENDA
        initial = {"revision": revision.revision, "seen_hash": revision.content_hash, "dated": timezone.localdate()}
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        approve = "Setujui dan tetapkan" if determines else "Beri paraf"
        self.fields["decision"].choices = [(APPROVE, approve), (RETURN, "Kembalikan")]  # type: ignore[attr-defined]
        if not determines:
            del self.fields["dated"]
        if not self.types_number:
            del self.fields["number"]
        if not (determines and asks_code):
            del self.fields["code"]

    @property
    def approves(self) -> bool:
        return self.cleaned_data.get("decision") == APPROVE

    def clean_number(self) -> str:
        return " ".join(self.cleaned_data["number"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == RETURN and not (cleaned.get("reason") or "reason" in self.errors):
            self.add_error("reason", "Isi alasan pengembalian.")
        if self.approves and self.determines:
            self._check_number(cleaned.get("number"))
            self._check_date(cleaned.get("dated"))
            if "code" in self.fields and not cleaned.get("code"):
                self.add_error("code", "Isi kode dari aplikasi autentikator.")
        same = (cleaned.get("revision"), cleaned.get("seen_hash")) == (self.shown.revision, self.shown.content_hash)
        if not same:
            self.add_error(None, "Yang tampil di layar Anda bukan revisi yang berlaku. Baca halaman ini sekali lagi.")
        return cleaned

    def _check_number(self, number: str | None) -> None:
        if not self.types_number or number is None:
            return
        if not number:
            self.add_error("number", "Isi nomor Berita Acara dari agenda sekretariat.")
        elif Document.objects.filter(number=number).exists():
            self.add_error("number", f"Nomor {number} sudah dipakai dokumen lain.")

    def _check_date(self, dated: date | None) -> None:
        if "dated" in self.errors:
            return
        drafted, today = timezone.localtime(self.shown.at).date(), timezone.localdate()
        if dated is None:
            self.add_error("dated", "Isi tanggal Berita Acara.")
        elif not drafted <= dated <= today:
            self.add_error("dated", f"Tanggal Berita Acara antara {drafted:%d-%m-%Y} (disusun) dan hari ini.")
