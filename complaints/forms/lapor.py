"""Forms of the exchange with SP4N-LAPOR!."""

from django import forms

from complaints.services.lapor import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField


class UploadForm(KitForm):
    upload = BerkasField(
        label="Berkas dari SP4N-LAPOR!",
        extensions=["xlsx", "csv"],
        max_mb=LARGEST_MB,
        help_text="Ekspor daftar laporan sebagai XLSX atau CSV, paling banyak 1.000 laporan.",
    )


class FollowUpForm(KitForm):
    since = TanggalField(label="Laporan sejak", required=False, help_text="Kosongkan untuk semua laporan.")
    purpose = forms.CharField(
        label="Untuk apa daftar ini diekspor", max_length=200, help_text="Tercatat di jejak baca bersama nama Anda."
    )
