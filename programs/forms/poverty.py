"""The form of the district's own poverty data."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField


class PovertyListForm(KitForm):
    name = forms.CharField(label="Nama daftar", max_length=120, help_text="Mis. SK Bupati tentang data kemiskinan.")
    year = forms.IntegerField(label="Tahun data", min_value=2007, max_value=2100)
    in_force_from = TanggalField(label="Berlaku sejak")
    upload = BerkasField(
        label="Berkas daftar",
        extensions=["xlsx", "csv"],
        max_mb=20,
        help_text="Dengan kolom NIK, NO KK, dan NAMA; salah satu nomor boleh tidak ada.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs.setdefault("initial", {"year": today.year, "in_force_from": today})
        super().__init__(*args, **kwargs)
