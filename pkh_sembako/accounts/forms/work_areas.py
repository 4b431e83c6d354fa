"""Giving desa to a pendamping."""

from django import forms

from pkh_sembako.accounts.models import PROGRAMS, User
from pkh_sembako.accounts.queries import pendamping_now
from pkh_sembako.lib.forms import KitForm
from pkh_sembako.office.models import Desa, Kecamatan


class AssignForm(KitForm):
    """`desa` are the rows that were ticked; no pendamping = nobody."""

    mark_optional = False
    program = forms.ChoiceField(label="Program", choices=[("", "Pilih program"), *PROGRAMS])
    pendamping = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Tanpa pendamping")
    follow = forms.BooleanField(
        label="Keluarga yang sekarang tercatat di desa itu ikut berpindah", required=False, initial=True
    )
    id = forms.ModelMultipleChoiceField(
        Desa.objects.none(),
        label="Desa",
        error_messages={"required": "Centang paling sedikit satu desa."},
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, kecamatan: Kecamatan, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pendamping"].queryset = pendamping_now()
        self.fields["id"].queryset = kecamatan.desa.all()
