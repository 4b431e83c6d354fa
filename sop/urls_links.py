"""Addresses of personal links: those of the officer, and those of who confirms without an account."""

from django.urls import path, re_path

from sop.views import confirm, links

urlpatterns = [
    re_path(r"^siklus/(?P<pk>\d+)/tautan/(?P<what>surat|jadwal)/$", links.cycle_links, name="cycle_links"),
    re_path(r"^siklus/(?P<pk>\d+)/tautan/(?P<what>surat|jadwal)/buat/$", links.links_make, name="links_make"),
    path("kks/jadwal/<int:pk>/tautan/", links.schedule_links, name="schedule_links"),
    path("siklus/<int:pk>/tautan/<int:link>/cabut/", links.link_revoke, name="link_revoke"),
    path("konfirmasi/<str:token>/", confirm.link_confirm, name="link_confirm"),
    path("konfirmasi/<str:token>/berkas.pdf", confirm.link_paper, name="link_paper"),
]
