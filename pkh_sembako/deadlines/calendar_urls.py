from django.urls import path

from pkh_sembako.deadlines import calendar_views as views

urlpatterns = [
    path("kalender/", views.work_calendar, name="work_calendar"),
    path("kalender/libur/", views.day_off_new, name="day_off_new"),
    path("kalender/libur/<str:day>/hapus/", views.day_off_remove, name="day_off_remove"),
    path("kalender/zona/", views.zone_edit, name="zone_edit"),
    path("kalender/jam/", views.hours, name="working_hours"),
    path("kalender/jam/baru/", views.hours_new, name="hours_new"),
    path("kalender/jam/<int:pk>/", views.hours_edit, name="hours_edit"),
    path("kalender/jam/<int:pk>/hapus/", views.hours_remove, name="hours_remove"),
]
