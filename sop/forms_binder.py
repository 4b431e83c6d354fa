"""The form that orders the berkas of a cycle."""

from django import forms

from pkh_sembako.lib.forms import KitForm
from sop.services.binder import SHAPE_LABELS, Shape


class BinderForm(KitForm):
    """Which shape, what for."""

    bentuk = forms.ChoiceField(
        label="Bentuk",
        choices=[(str(shape), label) for shape, label in SHAPE_LABELS.items()],
        initial=Shape.ZIP,
        widget=forms.RadioSelect,
    )
    keperluan = forms.CharField(
        label="Untuk apa berkas ini dibuat",
        max_length=200,
        help_text="Keperluan ini tercatat bersama nama Anda dan dapat dibaca inspektorat.",
    )
