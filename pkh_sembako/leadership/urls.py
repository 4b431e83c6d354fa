"""/kegiatan-pendamping/; the dashboard itself is the home page."""

from django.urls import path

from pkh_sembako.leadership import views

urlpatterns = [path("kegiatan-pendamping/", views.companion_activity, name="companion_activity")]
