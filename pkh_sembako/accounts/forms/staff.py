"""Filters of the register of staff."""

from django import forms

from pkh_sembako.accounts.models import PROGRAMS, RoleLabel
from pkh_sembako.accounts.queries import STAFF_ROLES
from pkh_sembako.lib.forms import FilterForm
from pkh_sembako.office.models import Kecamatan


class StaffFilter(FilterForm):
    q = forms.CharField(label="Nama atau nomor SK", max_length=120)
    jabatan = forms.ChoiceField(label="Jabatan")
    kecamatan = forms.ChoiceField(label="Kecamatan")
    program = forms.ChoiceField(label="Program", choices=[("", "Semua"), *PROGRAMS])
    sk = forms.ChoiceField(label="SK", choices=[("", "Semua"), ("ada", "Sudah dicatat"), ("belum", "Belum dicatat")])
    masa = forms.ChoiceField(
        label="Masa", choices=[("", "Aktif hari ini"), ("segera", "Berakhir dalam 30 hari"), ("semua", "Semua masa")]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        titles = RoleLabel.titles()
        self.fields["jabatan"].choices = [("", "Semua"), *((code, titles[code]) for code in STAFF_ROLES)]
        places = Kecamatan.objects.of_office().order_by("name").values_list("pk", "name")
        self.fields["kecamatan"].choices = [("", "Semua"), *places]
