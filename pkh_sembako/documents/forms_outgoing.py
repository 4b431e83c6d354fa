"""Forms of the letters: the letter itself, its rows, its number, the office's texts."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone

from pkh_sembako.documents import matters
from pkh_sembako.documents.enums import LetterShape
from pkh_sembako.documents.kinds import Kind
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services.letters import MOST_ROWS, Content
from pkh_sembako.documents.services.numbers import LONGEST
from pkh_sembako.documents.services.templates import LONGEST as LONGEST_BLOCK
from pkh_sembako.lib.forms import KitForm, TanggalField
from pkh_sembako.office.enums import Post
from pkh_sembako.office.models import NumberSource
from pkh_sembako.office.queries import the_office

BLOCK = "blok_"
DETAIL = "rinci_"
SPARE_ROWS = 3
ROW_INPUT = {"class": "w-auto", "size": "16"}  # readable on a phone too: the table scrolls
MATTERS = {"round": "Siklus", "determination": "Penetapan yang menjadi dasar", "reply": "Jawaban pengaduan"}
FIRST = {"reply": "Pilih jawaban pengaduan"}


def lines(text: str) -> list[str]:
    """Typed lines without the empty ones."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _area(
    label: str, help_text: str, rows: int, *, required: bool = True, most: int = LONGEST_BLOCK
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, required=required, max_length=most)


def _block_fields(kind: Kind, rows: int) -> dict[str, forms.Field]:
    return {BLOCK + one.name: _area(one.label, one.help, rows) for one in kind.blocks}


def _letter_fields(kind: Kind) -> dict[str, forms.Field]:
    """The fields of a letter of this kind, in the order of the page; what it does not print is not asked."""
    addressed, decision = kind.shape == LetterShape.ADDRESSED, kind.shape == LetterShape.DECISION
    about = "Hal" if addressed else "Tentang" if decision else "Judul kegiatan"
    first = ("", FIRST.get(kind.matter, "Pilih penetapan") if kind.matter_needed else "Tidak dikaitkan")
    fields: dict[str, forms.Field] = {
        "subject": forms.CharField(label=about, max_length=200),
        "dated": TanggalField(label="Tanggal surat"),
        "matter": forms.ChoiceField(
            label=MATTERS[kind.matter], choices=[first, *matters.choices(kind.matter)], required=kind.matter_needed
        ),
    }
    if not decision:
        fields["signer"] = forms.ChoiceField(label="Ditandatangani oleh", choices=Post.choices, initial=Post.KADIS)
    if addressed:
        fields["addressees"] = _area("Kepada (Yth.)", "Satu penerima per baris.", 3, most=2000)
        fields["attachment"] = forms.CharField(
            label="Lampiran", max_length=60, required=False, help_text="Misalnya: 1 (satu) berkas."
        )
    fields |= {DETAIL + one.name: forms.CharField(label=one.label, max_length=160) for one in kind.details}
    fields |= _block_fields(kind, 5)
    fields["copies"] = _area("Tembusan", "Satu penerima per baris.", 2, required=False, most=2000)
    return fields


class LetterForm(KitForm):
    """Everything of a letter but its rows; fields depend on the kind."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        self.kind = kind
        self.base_fields = _letter_fields(kind)
        super().__init__(*args, **kwargs)

    def content(self, rows: list[dict[str, str]]) -> Content:
        """What was typed, for the services."""
        data = self.cleaned_data
        return Content(
            subject=" ".join(data["subject"].split()),
            dated=data["dated"],
            matter=data["matter"],
            signer=data.get("signer") or Post.KADIS,
            addressees=lines(data.get("addressees", "")),
            attachment=data.get("attachment", ""),
            details={one.name: " ".join(data[DETAIL + one.name].split()) for one in self.kind.details},
            blocks={one.name: data[BLOCK + one.name] for one in self.kind.blocks},
            copies=lines(data["copies"]),
            rows=rows,
        )


def initial_of(letter: Letter) -> dict[str, Any]:
    """The form's values of a kept letter."""
    return {
        "subject": letter.subject,
        "dated": letter.dated,
        "matter": letter.matter,
        "signer": letter.signer,
        "addressees": "\n".join(letter.addressees),
        "attachment": letter.attachment,
        "copies": "\n".join(letter.copies),
        **{DETAIL + name: text for name, text in letter.details.items()},
        **{BLOCK + name: text for name, text in letter.blocks.items()},
    }


def initial_new(blocks: dict[str, str]) -> dict[str, Any]:
    """The form's values of a new letter."""
    return {"dated": timezone.localdate(), **{BLOCK + name: text for name, text in blocks.items()}}


def rows_formset(kind: Kind, data: Any = None, rows: list[dict[str, str]] | None = None) -> BaseFormSet | None:
    """The rows of a letter, with a few empty ones at the end; None for a kind without rows."""
    if not kind.columns:
        return None
    fields = {
        one.name: forms.CharField(
            label=one.label,
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs=ROW_INPUT | {"aria-label": one.label}),
        )
        for one in kind.columns
    }
    form = type("RowForm", (KitForm,), fields)
    made = formset_factory(form, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    return made(data, initial=rows or [], prefix="baris")


def typed_rows(formset: BaseFormSet | None) -> list[dict[str, str]]:
    """The rows that say something."""
    if formset is None:
        return []
    found = [{name: " ".join(text.split()) for name, text in form.cleaned_data.items()} for form in formset]
    return [row for row in found if any(row.values())]


class IssueForm(KitForm):
    """Date and, when the sekretariat's agenda gives it, the number."""

    dated = TanggalField(label="Tanggal surat")
    number = forms.CharField(
        label="Nomor surat dari agenda sekretariat",
        max_length=LONGEST,
        error_messages={"required": "Isi nomor surat dari agenda sekretariat."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if the_office().number_source == NumberSource.REGISTER:
            del self.fields["number"]


class ReturnForm(KitForm):
    reason = forms.CharField(label="Alasan pengembalian", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CancelForm(KitForm):
    reason = forms.CharField(label="Alasan pembatalan", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class TemplateForm(KitForm):
    """The office's text of a kind."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        self.kind = kind
        self.base_fields = {
            "seen": forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000),
            **_block_fields(kind, 8),
            "note": forms.CharField(label="Apa yang diubah", max_length=200, required=False),
        }
        super().__init__(*args, **kwargs)

    @property
    def blocks(self) -> dict[str, str]:
        return {one.name: self.cleaned_data[BLOCK + one.name] for one in self.kind.blocks}
