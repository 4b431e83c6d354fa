from django.urls import path

from pkh_sembako.office.views import contacts, face, settings

urlpatterns = [
    path("kantor/warna.css", face.brand_css, name="brand_css"),
    path("kantor/lambang", face.logo, name="office_logo"),
    path("kantor/", settings.office, name="office"),
    path("kantor/kontak/", contacts.contact_list, name="contact_list"),
    path("kantor/kontak/<str:code>/", contacts.contact_edit, name="contact_edit"),
    path("kantor/ubah/", settings.office_edit, name="office_edit"),
    path("kantor/rantai/", settings.chain_edit, name="chain_edit"),
    path("kantor/pelaksana/", settings.promises_edit, name="promises_edit"),
]
