from django.urls import path

from pkh_sembako.office.views import face

urlpatterns = [
    path("kantor/warna.css", face.brand_css, name="brand_css"),
    path("kantor/lambang", face.logo, name="office_logo"),
]
