"""Forms beside the list of families: keep a filter, choose columns, hand families to a pendamping."""

from typing import Any

from django import forms
from django.http import QueryDict

from pkh_sembako.accounts.queries import pendamping_now
from pkh_sembako.lib.forms import KitForm
from programs.enums import Program
from programs.forms.families import HouseholdFilter
from programs.models.own_lists import Column

LONGEST_QUERY = 500
NOBODY = "tanpa"  # choice of the pendamping field: take the families from whoever has them


def kept_query(form: HouseholdFilter) -> str:
    """The filters in force and the order as a query string, without search words: those may be a name or a NIK."""
    query = QueryDict(mutable=True)
    for name in form.applied():
        if name != "q":
            query[name] = form.data[name]
    if order := form.data.get("urut", ""):
        query["urut"] = order[:20]
    return query.urlencode() if set(query) - {"urut"} else ""


class SaveFilterForm(KitForm):
    nama = forms.CharField(label="Nama saringan", max_length=60, help_text="Mis. Plaosan belum diperiksa")
    saringan = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)


class ColumnsForm(KitForm):
    mark_optional = False
    kolom = forms.MultipleChoiceField(
        label="Kolom yang tampil", choices=Column, required=False, widget=forms.CheckboxSelectMultiple
    )


class HandOverForm(KitForm):
    """Who gets the families, and in which programme."""

    mark_optional = False
    program = forms.ChoiceField(
        label="Program", choices=[("", "Pilih program"), *Program.choices, ("semua", "PKH dan Sembako")]
    )
    pendamping = forms.ChoiceField(label="Pendamping yang menerima")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in pendamping_now()}
        names = [(pk, person.full_name) for pk, person in self.people.items()]
        self.fields["pendamping"].choices = [("", "Pilih pendamping"), *names, (NOBODY, "Tanpa pendamping")]

    def chosen(self) -> dict[str, Any]:
        """Keywords of `companions.hand_over`."""
        program = self.cleaned_data["program"]
        return {
            "programs": [one.value for one in Program] if program == "semua" else [program],
            "pendamping": self.people.get(self.cleaned_data["pendamping"]),
        }
