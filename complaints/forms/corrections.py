"""Forms of corrections: what changes in a family, why a proposal is refused, which are listed."""

from typing import Any
from uuid import uuid4

from django import forms

from complaints.enums import CorrectionState
from complaints.forms.desk import ALL, PAPERS, area, desa_choices, kecamatan_choices
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm, NikField
from pkh_sembako.lib.identity import mask
from programs.enums import Component
from programs.models import Household, Member
from programs.services.proposals import FIELDS, MEMBER_FIELD

HIDDEN = ("nik", "no_kk", "phone")  # shown masked, so an empty field means "stays"


class ProposeForm(KitForm):
    """Fields of `proposals.FIELDS` hold the present values; only what differs is proposed."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Nama pengurus", max_length=120, required=False)
    nik = NikField(label="NIK pengurus", required=False)
    no_kk = NikField(label="Nomor KK", sebutan="Nomor KK", required=False)
    alamat = forms.CharField(label="Alamat", max_length=200, required=False)
    dusun = forms.CharField(label="Dusun", max_length=80, required=False)
    rt = forms.CharField(label="RT", max_length=3, required=False)
    rw = forms.CharField(label="RW", max_length=3, required=False)
    phone = forms.CharField(label="Nomor HP keluarga", max_length=20, required=False)
    desa_id = forms.ChoiceField(label="Desa/kelurahan", required=False)
    basis = forms.CharField(
        label="Dasar perbaikan",
        max_length=300,
        widget=area(2),
        help_text="Misalnya: KTP dan KK asli diperlihatkan di loket 23 November 2026.",
    )
    upload = BerkasField(label="Bukti (pindaian atau foto)", extensions=PAPERS, max_mb=5, required=False)

    mark_optional = False

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        self.household, self.members = household, list(household.members.all())
        self.present: dict[str, Any] = {name: getattr(household, name) for name in FIELDS}
        shown = {name: value for name, value in self.present.items() if name not in HIDDEN}
        boxes = {_box(member): member.components for member in self.members}
        super().__init__(*args, initial={"key": uuid4()} | shown | boxes, **kwargs)
        self.fields["desa_id"].choices = desa_choices()  # type: ignore[attr-defined]
        for name in HIDDEN:
            self.fields[name].help_text = f"Sekarang {mask(self.present[name]) or 'kosong'}. Kosongkan bila tetap."
        self.order_fields(["name", *FIELDS, *boxes, "basis", "upload"])

    def changes(self) -> dict[str, Any]:
        """{field of FIELDS or "komponen:<member>": new value} of what differs from the registry."""
        given = self.cleaned_data
        found = {
            name: given[name]
            for name, present in self.present.items()
            if not (name in HIDDEN and not given[name]) and given[name] != present and name in self.data
        }
        for member in self.members:
            ticked = given[_box(member)]
            if sorted(ticked) != sorted(member.components):
                found[f"{MEMBER_FIELD}:{member.pk}"] = ticked
        return found


def _box(member: Member) -> str:
    return f"{MEMBER_FIELD}_{member.pk}"


def propose_form(household: Household, *args: Any) -> ProposeForm:
    """The form with a row of boxes for every member."""
    boxes = {
        _box(member): forms.MultipleChoiceField(
            label=f"Komponen {member.name}",
            choices=Component.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for member in household.members.all()
    }
    return type("FamilyProposeForm", (ProposeForm,), boxes)(*args, household=household)


class RefuseForm(KitForm):
    reason = forms.CharField(label="Alasan penolakan", max_length=300, widget=area(2), help_text="Dibaca pengusul.")


class CorrectionFilter(FilterForm):
    status = forms.ChoiceField(label="Status", choices=[ALL, *CorrectionState.choices])
    giliran = forms.BooleanField(label="Menunggu keputusan saya")
    kecamatan = forms.ChoiceField(label="Kecamatan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kecamatan"].choices = [ALL, *kecamatan_choices()]
