"""Addresses of the BNBA files and of the import wizard."""

from django.urls import path

from programs.views import bnba_files, import_start, imports

urlpatterns = [
    path("bnba/", bnba_files.bnba_list, name="bnba_list"),
    path("bnba/impor/", import_start.bnba_upload, name="bnba_upload"),
    path("bnba/impor/<int:pk>/petakan/", import_start.bnba_map, name="bnba_map"),
    path("bnba/impor/<int:pk>/periksa/", imports.bnba_check, name="bnba_check"),
    path("bnba/impor/<int:pk>/tinjau/", imports.bnba_review, name="bnba_review"),
    path("bnba/impor/<int:pk>/terapkan/", imports.bnba_apply, name="bnba_apply"),
    path("bnba/impor/<int:pk>/batal/", imports.bnba_cancel, name="bnba_cancel"),
    path("bnba/<int:pk>/", bnba_files.bnba_file, name="bnba_file"),
    path("bnba/<int:pk>/tarik/", bnba_files.bnba_take_back, name="bnba_take_back"),
    path("bnba/<int:pk>/ditolak.xlsx", bnba_files.bnba_refused, name="bnba_refused"),
]
