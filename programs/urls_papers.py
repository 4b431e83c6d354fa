"""Addresses of the export page and of the dispatch to PKH Pusat."""

from django.urls import path

from programs.views import papers as views

urlpatterns = [
    path("bnba/ekspor/", views.bnba_export, name="bnba_export"),
    path("dokumen/<int:pk>/kirim/", views.dispatch, name="dispatch"),
    path("dokumen/<int:pk>/kirim/paket/", views.dispatch_package, name="dispatch_package"),
    path("dokumen/<int:pk>/kirim/bukti/<int:receipt_pk>/", views.receipt_evidence, name="receipt_evidence"),
    path("dokumen/<int:pk>/buat-lagi/", views.document_remake, name="document_remake"),
]
