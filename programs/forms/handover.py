"""Ending a posting and handing over."""

from typing import Any

from django import forms

from pkh_sembako.accounts.forms.people import DatesForm
from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.queries import pendamping_now
from pkh_sembako.lib.forms import KitForm


def heir_field(**options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        User.objects.none(), label="Diserahkan kepada", empty_label="Pilih penerima", **options
    )


class PostingDatesForm(DatesForm):
    """Dates and SK of a posting; a pendamping with families names who takes them when the posting ends."""

    heir = heir_field(
        required=False, help_text="Wajib bila penempatan diakhiri. Semua desa dan keluarga berpindah saat disimpan."
    )

    def __init__(self, *args: Any, leaver: User, has_families: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_families:
            self.fields["heir"].queryset = pendamping_now().exclude(pk=leaver.pk)
        else:
            del self.fields["heir"]


class HandOverForm(KitForm):
    heir = heir_field()

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = pendamping_now().exclude(pk=leaver.pk)
