"""Filter of the read log."""

from django import forms

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.lib.forms import FilterForm, TanggalField


class ReadLogFilter(FilterForm):
    nama = forms.CharField(label="Nama atau nama pengguna", max_length=120)
    jenis = forms.ChoiceField(label="Jenis", choices=[("", "Semua"), *ReadKind.choices])
    dari = TanggalField(label="Dari tanggal")
    sampai = TanggalField(label="Sampai tanggal")
