"""The bell."""

from django.urls import path

from pkh_sembako.deadlines import views

urlpatterns = [
    path("pemberitahuan/", views.notifications, name="notifications"),
    path("pemberitahuan/dibaca/", views.mark_read, name="notifications_read"),
    path("pemberitahuan/atur/", views.notification_settings, name="notification_settings"),
]
