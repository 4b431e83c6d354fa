"""Addresses of the page of the backups."""

from django.urls import path

from pkh_sembako.backup import views

urlpatterns = [
    path("cadangan/", views.overview, name="backups"),
    path("cadangan/sekarang/", views.backup_now, name="backup_now"),
    path("cadangan/uji/", views.drill_now, name="drill_now"),
    path("cadangan/rantai/", views.chain_now, name="chain_now"),
]
