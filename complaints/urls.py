"""/meja-pengaduan/: the desk. The public form, tracking and the survey have lists of their own."""

from django.urls import path

from complaints.views import desk

urlpatterns = [
    path("meja-pengaduan/", desk.complaints, name="complaints"),
    path("meja-pengaduan/<int:pk>/", desk.complaint, name="complaint"),
]
