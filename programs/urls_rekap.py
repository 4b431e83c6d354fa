"""Addresses of the figures, of the family as of a date, and of the counter."""

from django.urls import path

from programs.views import loket, rekap, rekap_family

urlpatterns = [
    path("rekap/", rekap.rekap, name="rekap"),
    path("rekap/unduh.xlsx", rekap.rekap_workbook, name="rekap_workbook"),
    path("rekap/cetak.pdf", rekap.rekap_paper, name="rekap_paper"),
    path("keluarga/<int:pk>/per/", rekap_family.household_at, name="household_at"),
    path("loket/", loket.loket, name="loket"),
    path("loket/<int:pk>/", loket.loket_family, name="loket_family"),
    path("loket/<int:pk>/slip/", loket.loket_slip, name="loket_slip"),
]
