"""Addresses of the district's own poverty data."""

from django.urls import path

from programs.views import poverty as views

urlpatterns = [
    path("data-kemiskinan/", views.poverty_list, name="poverty_list"),
    path("data-kemiskinan/<int:pk>/", views.poverty_one, name="poverty_one"),
    path("data-kemiskinan/<int:pk>/batal/", views.poverty_cancel, name="poverty_cancel"),
]
