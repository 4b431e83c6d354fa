"""Addresses of the programmes; each area keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("programs.urls_bank")),
    path("", include("programs.urls_families")),
    path("", include("programs.urls_imports")),
    path("", include("programs.urls_kks")),
    path("", include("programs.urls_kroscek")),
    path("", include("programs.urls_papers")),
    path("", include("programs.urls_poverty")),
    path("", include("programs.urls_rekap")),
    path("", include("programs.urls_siksng")),
]
