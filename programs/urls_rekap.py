"""Addresses of the figures, of the family as of a date, and of the counter."""

from django.urls import path

from programs.views import rekap, rekap_family

urlpatterns = [
    path("rekap/", rekap.rekap, name="rekap"),
    path("rekap/unduh.xlsx", rekap.rekap_workbook, name="rekap_workbook"),
    path("rekap/cetak.pdf", rekap.rekap_paper, name="rekap_paper"),
    path("keluarga/<int:pk>/per/", rekap_family.household_at, name="household_at"),
]
