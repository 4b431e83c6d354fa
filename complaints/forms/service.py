"""Forms of what the desk keeps in order: ready texts and the office's own limits."""

from typing import Any

from django import forms
from django.utils import timezone

from complaints.forms.desk import area
from complaints.models import ComplaintTerms, ReplyTemplate
from complaints.queries.texts import PLACEHOLDERS, unknown
from pkh_sembako.lib.forms import KitModelForm, TanggalField

KNOWN = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


class TextForm(KitModelForm):
    class Meta:
        model = ReplyTemplate
        fields = ["title", "subject", "text", "active"]
        widgets = {"text": area(12)}
        help_texts = {
            "subject": "Kosongkan bila cocok untuk semua perihal.",
            "text": f"Boleh memuat {KNOWN}; diisi saat naskah dipakai.",
        }
        error_messages = {"title": {"unique": "Naskah dengan judul ini sudah ada. Pakai judul lain."}}

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if strange := unknown(text):
            raise forms.ValidationError(f"Tidak dikenal: {', '.join(strange)}. Yang dapat dipakai: {KNOWN}.")
        return text


class TermsForm(KitModelForm):
    since = TanggalField(label="Berlaku sejak")
    basis = forms.CharField(
        label="Dasar", max_length=300, help_text="Misalnya nomor keputusan atau maklumat pelayanan."
    )

    class Meta:
        model = ComplaintTerms
        fields = [
            "since",
            "verify",
            "follow_up",
            "light",
            "normative",
            "unweighted",
            "weighted",
            "silence",
            "clarification",
            "basis",
        ]

    def clean_since(self) -> Any:
        day = self.cleaned_data["since"]
        if day < timezone.localdate():
            raise forms.ValidationError("Pilih hari ini atau sesudahnya; yang sudah berlaku tidak diubah.")
        if ComplaintTerms.objects.filter(since=day).exists():
            raise forms.ValidationError("Sudah ada batas waktu yang berlaku sejak tanggal itu.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, int) and name not in self.errors and not 1 <= value <= 250:
                self.add_error(name, "Isi 1 sampai 250 hari kerja.")
        return cleaned
