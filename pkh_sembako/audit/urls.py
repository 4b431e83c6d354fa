from django.urls import path

from pkh_sembako.audit import views

urlpatterns = [path("jejak-baca/", views.read_log_list, name="read_log")]
