"""Every address of contract.md; each app keeps its own list."""

from django.urls import include, path

from pkh_sembako import views
from pkh_sembako.accounts.admin_site import site as technical_site
from pkh_sembako.gallery import gallery

handler500 = "pkh_sembako.views.server_error"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("galeri/", gallery, name="gallery"),
    path("admin/", technical_site.urls),
    path("", include("pkh_sembako.accounts.urls")),
    path("", include("pkh_sembako.office.urls")),
    path("", include("pkh_sembako.audit.urls")),
    path("", include("pkh_sembako.deadlines.calendar_urls")),
    path("", include("pkh_sembako.deadlines.urls")),
    path("", include("pkh_sembako.documents.urls")),
    path("", include("pkh_sembako.backup.urls")),
    path("", include("pkh_sembako.privacy.urls")),
    path("", include("programs.urls")),
    path("", include("sop.urls")),
    path("", include("complaints.urls")),
    path("", include("complaints.urls_skm")),
    path("", include("pkh_sembako.leadership.urls")),
]
