"""/kegiatan-pendamping/ and /laporan/; the dashboard itself is the home page."""

from django.urls import path

from pkh_sembako.leadership.views import activity, reports

urlpatterns = [
    path("kegiatan-pendamping/", activity.companion_activity, name="companion_activity"),
    path("laporan/", reports.reports, name="reports"),
    path("laporan/kinerja/<int:pk>/", reports.staff, name="staff_report"),
    path("laporan/pelayanan/<int:year>/", reports.service, name="service_report"),
]
