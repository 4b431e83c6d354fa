"""/kegiatan-pendamping/, /laporan/ and /penilaian/; the dashboard itself is the home page."""

from django.urls import path

from pkh_sembako.leadership.views import activity, reports, reviews

urlpatterns = [
    path("kegiatan-pendamping/", activity.companion_activity, name="companion_activity"),
    path("laporan/", reports.reports, name="reports"),
    path("laporan/kinerja/<int:pk>/", reports.staff, name="staff_report"),
    path("laporan/pelayanan/<int:year>/", reports.service, name="service_report"),
    path("penilaian/", reviews.staff_reviews, name="staff_reviews"),
    path("penilaian/buka/", reviews.staff_review_open, name="staff_review_open"),
    path("penilaian/<int:pk>/", reviews.staff_review, name="staff_review"),
    path("penilaian/<int:pk>/tutup/", reviews.staff_review_close, name="staff_review_close"),
    path("penilaian/<int:pk>/<int:user>/", reviews.staff_rate, name="staff_rate"),
]
