"""Addresses of the figures, of the family as of a date, and of the counter."""

from django.urls import path

from programs.views import rekap

urlpatterns = [
    path("rekap/", rekap.rekap, name="rekap"),
    path("rekap/unduh.xlsx", rekap.rekap_workbook, name="rekap_workbook"),
    path("rekap/cetak.pdf", rekap.rekap_paper, name="rekap_paper"),
]
