"""The search of the counter: by a whole number, or by name within a desa."""

from itertools import groupby
from typing import Any

from django import forms

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.forms import KitForm, NikField
from pkh_sembako.lib.names import searchable
from pkh_sembako.office.models import Desa
from programs.queries.loket import reach
from programs.services.loket import PURPOSES


class LoketForm(KitForm):
    """Either the number, or name and desa; always what for."""

    mark_optional = False

    nomor = NikField(
        label="NIK atau nomor KK", sebutan="NIK atau nomor KK", required=False, help_text="16 angka dari KTP atau KK."
    )
    nama = forms.CharField(label="Nama", max_length=100, required=False, help_text="Bila nomornya tidak dibawa.")
    desa = forms.ChoiceField(label="Desa/kelurahan", required=False, help_text="Wajib bila mencari dengan nama.")
    keperluan = forms.ChoiceField(
        label="Keperluan", choices=list(PURPOSES.items()), widget=forms.RadioSelect, initial="loket"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Desa.objects.of_office().select_related("kecamatan").order_by("kecamatan__name", "name")
        if (codes := reach(user)) is not None:
            places = places.filter(kecamatan__in=codes)
        self.places = {row.code: row for row in places}
        groups = groupby(self.places.values(), key=lambda row: row.kecamatan.name)
        options = [(f"Kec. {name}", [(row.code, row.name) for row in rows]) for name, rows in groups]
        self.fields["desa"].choices = [("", "Pilih desa/kelurahan"), *options]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or cleaned.get("nomor"):
            return cleaned
        if not cleaned.get("nama"):
            self.add_error("nomor", "Isi NIK atau nomor KK, atau isi nama dan desanya.")
        elif len(searchable(cleaned["nama"])) < 3:
            self.add_error("nama", "Tulis nama paling sedikit 3 huruf.")
        elif not cleaned.get("desa"):
            self.add_error("desa", "Pilih desa/kelurahan; pencarian dengan nama hanya di satu desa.")
        return cleaned

    def asked(self) -> dict[str, Any]:
        """For `services.loket.look_up`; a number goes before a name."""
        data = self.cleaned_data
        number = data.get("nomor", "")
        return {
            "number": number,
            "name": "" if number else data["nama"],
            "desa": None if number else self.places[data["desa"]],
            "purpose": data["keperluan"],
        }
