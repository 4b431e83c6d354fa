"""Addresses of the kroscek; those that move a step are in `sop`."""

from django.urls import path

from programs.views import kroscek, kroscek_entry, nik_check

urlpatterns = [
    path("kroscek/", kroscek.kroscek_list, name="kroscek_list"),
    path("kroscek/sesuai/", kroscek.kroscek_selection, name="kroscek_selection"),
    path("kroscek/<int:pk>/", kroscek_entry.kroscek_entry, name="kroscek_entry"),
    path("keluarga/<int:pk>/cocokkan-nik/", nik_check.check_nik, name="nik_check"),
]
