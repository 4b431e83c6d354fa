"""Forms of the kroscek: one family's check, "sesuai" for a selection, the NIK of a KTP."""

import hashlib
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from pkh_sembako.lib.forms import KitForm, NikField, TanggalField
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Desa
from programs.enums import Basis, Component, ExitReason, Outcome
from programs.models import Household, Member, Round, RoundEntry
from programs.services.kroscek import Finding
from programs.services.proposals import FIELDS, MEMBER_FIELD

BASES = [(code, label.replace("/", "/\u200b")) for code, label in Basis.choices]  # may break there on a phone
NUMBERS = ("nik", "no_kk")  # shown masked, so an empty field means "stays"
CHANGED_MEANWHILE = (
    "Data keluarga ini diubah orang lain sejak halaman dibuka. Bandingkan isian Anda dengan data sekarang di atas, "
    "lalu simpan lagi."
)
NO_CHANGE = "Tidak ada yang diubah. Ubah paling sedikit satu isian, atau pilih hasil Sesuai."


def registry_stamp(household: Household) -> str:
    """Tells whether the family still is what a form was prefilled with."""
    members = sorted((member.pk, sorted(member.components)) for member in household.members.all())
    return hashlib.sha256(repr((household.version, members)).encode()).hexdigest()[:16]


def _earliest(the_round: Round) -> date:
    return date(the_round.tahun - 1, 1, 1)


def _checked_on(value: date, the_round: Round) -> date:
    if value > timezone.localdate():
        raise forms.ValidationError("Tanggal diperiksa tidak boleh sesudah hari ini.")
    if value < _earliest(the_round):
        raise forms.ValidationError(f"Untuk {the_round} tanggal diperiksa paling awal tahun {the_round.tahun - 1}.")
    return value


class CheckForm(KitForm):
    """One family's check. Fields of `proposals.FIELDS` hold the present values; only what differs is proposed."""

    outcome = forms.ChoiceField(label="Hasil kroscek", choices=Outcome.choices, widget=forms.RadioSelect)
    exit_reason = forms.ChoiceField(
        label="Alasan usul keluar", choices=ExitReason.choices, widget=forms.RadioSelect, required=False
    )
    basis = forms.ChoiceField(label="Dasar pemeriksaan", choices=BASES, widget=forms.RadioSelect)
    checked_on = TanggalField(label="Tanggal diperiksa")
    note = forms.CharField(
        label="Keterangan", max_length=400, required=False, widget=forms.Textarea({"rows": 2, "maxlength": None})
    )
    name = forms.CharField(label="Nama pengurus", max_length=120, required=False)
    nik = NikField(label="NIK pengurus", required=False)
    no_kk = NikField(label="Nomor KK", sebutan="Nomor KK", required=False)
    alamat = forms.CharField(label="Alamat", max_length=200, required=False)
    dusun = forms.CharField(label="Dusun", max_length=80, required=False)
    rt = forms.CharField(label="RT", max_length=3, required=False)
    rw = forms.CharField(label="RW", max_length=3, required=False)
    phone = forms.CharField(label="Nomor HP", max_length=20, required=False)
    desa_id = forms.ChoiceField(label="Desa/kelurahan", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    registry = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    mark_optional = False

    def __init__(self, data: QueryDict | None, *, entry: RoundEntry, initial: dict[str, Any]):
        self.entry, self.household = entry, entry.enrollment.household
        self.members = list(self.household.members.all())
        self.present: dict[str, Any] = {name: getattr(self.household, name) for name in FIELDS}
        self.base_fields = dict(type(self).base_fields)
        for name in NUMBERS:
            self.base_fields[name] = copy(self.base_fields[name])
            self.base_fields[name].help_text = f"Sekarang {mask(self.present[name]) or 'kosong'}. Kosongkan bila tetap."
        for member in self.members:
            self.base_fields[component_name(member)] = _components(member)
            self.present[component_name(member)] = member.components
        shown = {name: value for name, value in self.present.items() if name not in NUMBERS}
        super().__init__(data, initial=shown | {"registry": registry_stamp(self.household)} | initial)
        self.fields["desa_id"].choices = _desa_choices()  # type: ignore[attr-defined]

    def clean_checked_on(self) -> date:
        return _checked_on(self.cleaned_data["checked_on"], self.entry.round)

    def clean_nik(self) -> str:
        nik = self.cleaned_data["nik"]
        if nik and Household.objects.filter(nik=nik).exclude(pk=self.household.pk).exists():
            raise forms.ValidationError(
                "NIK ini sudah dipakai keluarga lain. Periksa KTP, atau pilih usul keluar dengan alasan ganda."
            )
        return nik

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome, changes = cleaned.get("outcome"), self.changes()
        if outcome == Outcome.PROPOSED_EXIT and not cleaned.get("exit_reason"):
            self.add_error("exit_reason", "Pilih alasan usul keluar.")
        if outcome == Outcome.CHANGED:
            self._check_changes(changes)
        elif outcome and changes:
            self.add_error("outcome", _not_said(changes, self))
        if cleaned.get("registry") and cleaned["registry"] != registry_stamp(self.household):
            self.add_error(None, CHANGED_MEANWHILE)
        return cleaned

    def _check_changes(self, changes: dict[str, Any]) -> None:
        if changes.get("name") == "":
            self.add_error("name", "Isi nama pengurus.")
        if not changes and not any(name in self.errors for name in self.present):
            self.add_error("outcome", NO_CHANGE)

    def changes(self) -> dict[str, Any]:
        """What differs from the registry: {field of proposals.FIELDS or "komponen:<member>": new value}."""
        found: dict[str, Any] = {}
        for name, present in self.present.items():
            new = self.cleaned_data.get(name)
            kept = new in (None, "") if name in NUMBERS else name not in self.data and not self._is_whole(name)
            if new is not None and not kept and _plain(new) != _plain(present):
                found[name.replace(f"{MEMBER_FIELD}_", f"{MEMBER_FIELD}:")] = new
        return found

    def _is_whole(self, name: str) -> bool:
        """No box ticked sends nothing at all; the hidden stamp tells that the whole form was sent."""
        return name.startswith(f"{MEMBER_FIELD}_") and bool(self.data.get("registry"))

    def finding(self) -> Finding:
        cleaned = self.cleaned_data
        outcome = Outcome(cleaned["outcome"])
        return Finding(
            outcome=outcome,
            basis=Basis(cleaned["basis"]),
            checked_on=cleaned["checked_on"],
            exit_reason=ExitReason(cleaned["exit_reason"]) if outcome == Outcome.PROPOSED_EXIT else None,
            note=cleaned["note"],
            changes=self.changes() if outcome == Outcome.CHANGED else None,
        )

    def renew(self, **stamps: str) -> None:
        """The page is shown again with what was typed and with what stands now."""
        self.data = self.data.copy()
        for name, value in stamps.items():
            self.data[name] = value

    def data_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS]

    def component_fields(self) -> list[forms.BoundField]:
        return [self[component_name(member)] for member in self.members]


def component_name(member: Member) -> str:
    return f"{MEMBER_FIELD}_{member.pk}"


def _components(member: Member) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=f"Komponen {member.name}",
        choices=Component.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _desa_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, name, kecamatan in Desa.objects.of_office().values_list("code", "name", "kecamatan__name"):
        grouped.setdefault(kecamatan, []).append((code, name))
    return list(grouped.items())


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else " ".join(str(value).split())


def _not_said(changes: dict[str, Any], form: CheckForm) -> str:
    labels = (form.fields[name.replace(":", "_")].label for name in changes)
    return (
        f"Anda mengubah {', '.join(str(label) for label in labels)}, tetapi hasilnya bukan Berubah. "
        "Pilih Berubah, atau kembalikan isian itu seperti semula."
    )


class SelectionForm(KitForm):
    """ "Sesuai" for a selection: one basis, one statement. `families` and `selection` are what the person was shown."""

    basis = forms.ChoiceField(label="Dasar pemeriksaan", choices=BASES, widget=forms.RadioSelect)
    checked_on = TanggalField(label="Tanggal diperiksa")
    statement = forms.CharField(
        label="Cara keluarga-keluarga ini diperiksa",
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text="Misalnya: pertemuan kelompok di balai desa, semua pengurus hadir membawa KTP dan KK.",
    )
    agreed = forms.BooleanField(label="Saya menyatakan data keluarga-keluarga ini sesuai menurut pemeriksaan tersebut")
    selection = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: QueryDict | None, *, the_round: Round, **kwargs: Any):
        self.the_round = the_round
        super().__init__(data, **kwargs)

    def clean_checked_on(self) -> date:
        return _checked_on(self.cleaned_data["checked_on"], self.the_round)


class NikForm(KitForm):
    nik = NikField(label="NIK pada KTP")
