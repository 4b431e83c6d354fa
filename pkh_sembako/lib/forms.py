"""Forms that speak: labels, help and errors around every input, and required fields that name what is missing."""

from typing import Any, NamedTuple

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template import loader

from pkh_sembako.lib.fields import (
    BerkasField,
    NikField,
    RupiahField,
    StoredNikField,
    TanggalField,
    TanggalJamField,
)

__all__ = [
    "BerkasField",
    "FilterForm",
    "KitForm",
    "KitFormMixin",
    "KitModelForm",
    "NikField",
    "RupiahField",
    "StoredNikField",
    "TanggalField",
    "TanggalJamField",
]
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
PAGING = ("sebelum", "sesudah")
DASHES = BLANK_CHOICE_DASH[0][1]
EMPTY: tuple[Any, ...] = (None, "", [])


class KitRenderer(DjangoTemplates):
    """Widgets come from Django, the form and its fields from templates/komponen/."""

    form_template_name = "komponen/formulir.html"
    field_template_name = "komponen/bidang.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("komponen/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class KitFormMixin:
    """Put before Form or ModelForm: classes of the kit and sentences for missing values."""

    default_renderer: Any = KitRenderer
    mark_optional = True  # optional fields say "(tidak wajib)"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for bound in self:  # type: ignore[attr-defined]
            _dress(bound.field, bound.label)


class KitForm(KitFormMixin, forms.Form):
    pass


class KitModelForm(KitFormMixin, forms.ModelForm):
    pass


class Chip(NamedTuple):
    """An active filter: what it says and the query string without it."""

    words: str
    url: str


class FilterForm(KitFormMixin, forms.Form):
    """A GET form whose fields are all optional; an unknown value is left out and named in `ignored`."""

    mark_optional = False
    data: QueryDict

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, auto_id=kwargs.pop("auto_id", "saring_%s"), **kwargs)
        for field in self.fields.values():
            field.required = False

    def applied(self) -> dict[str, Any]:
        """{field: cleaned value} of the filters that are set and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not False and value not in EMPTY}

    def ignored(self) -> list[str]:
        """Labels of the filters whose value makes no sense."""
        return [str(self[name].label) for name in self.errors if name in self.fields]

    def chips(self) -> list[Chip]:
        return [Chip(self._words(name), self._without(name)) for name in self.applied()]

    def _words(self, name: str) -> str:
        label = str(self[name].label)
        if isinstance(self.fields[name], forms.BooleanField):
            return label
        choices = {str(value): str(label) for value, label in _flat(getattr(self.fields[name], "choices", []))}
        return f"{label}: " + ", ".join(choices.get(value, value) for value in self.data.getlist(name))

    def _without(self, name: str) -> str:
        query = self.data.copy()
        for gone in (name, *PAGING):
            query.pop(gone, None)
        return f"?{query.urlencode()}"


def _dress(field: forms.Field, label: str) -> None:
    widget = field.widget
    if not widget.is_hidden:
        base = "form-control"
        if isinstance(widget, CHECKS):
            base = "form-check-input"
        elif isinstance(widget, forms.Select):
            base = "form-select"
        widget.attrs["class"] = f"{base} {widget.attrs.get('class', '')}".strip()
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _missing(field, label)
    if isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = "Pilih salah satu yang ada di daftar."
        _name_the_empty_choice(field)


def _name_the_empty_choice(field: forms.ChoiceField) -> None:
    """Django's row of dashes says nothing."""
    words = "Pilih" if field.required else "Tidak diisi"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif not callable(field.choices) and ("", DASHES) in list(field.choices):
        field.choices = [(value, words if label == DASHES else label) for value, label in field.choices]


def _missing(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Centang “{label}”."
    verb = "Pilih" if isinstance(field, forms.ChoiceField) else "Isi"
    return f"{'Unggah' if isinstance(field, forms.FileField) else verb} {_inside_sentence(label)}."


def _inside_sentence(label: str) -> str:
    """Nama lengkap -> nama lengkap, but NIK and KKS stay as they are."""
    label = str(label).rstrip(":?. ")
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for value, label in choices:
        flat.extend(label if isinstance(label, (list, tuple)) else [(value, label)])
    return flat
