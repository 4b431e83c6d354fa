"""Addresses of what SIKS-NG must be told, and of the comparison with its export."""

from django.urls import path, re_path

from programs.views import siksng, siksng_banding

urlpatterns = [
    path("siks-ng/", siksng.siks_list, name="siks_list"),
    path("siks-ng/sudah/", siksng.siks_enter, name="siks_enter"),
    path("siks-ng/<int:pk>/batal/", siksng.siks_undo, name="siks_undo"),
    re_path(r"^siks-ng/(?P<pk>\d+)/tampilkan/(?P<which>lama|baru)/$", siksng.siks_reveal, name="siks_reveal"),
    path("siks-ng/banding/", siksng_banding.compare_list, name="siks_compare_list"),
    path("siks-ng/banding/unggah/", siksng_banding.compare_upload, name="siks_compare_upload"),
    path("siks-ng/banding/<int:pk>/", siksng_banding.compare_result, name="siks_compare"),
    path("siks-ng/banding/<int:pk>/batal/", siksng_banding.compare_cancel, name="siks_compare_cancel"),
    path("siks-ng/banding/<int:pk>/unduh/", siksng_banding.compare_download, name="siks_compare_download"),
]
