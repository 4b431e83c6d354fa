"""The bell, and the calendar of deadlines."""

from django.urls import path

from pkh_sembako.deadlines import month_views, views

urlpatterns = [
    path("pemberitahuan/", views.notifications, name="notifications"),
    path("tenggat/", month_views.month, name="deadline_month"),
    path("tenggat/tautan/", month_views.feed_renew, name="feed_renew"),
    path("tenggat/unduh.ics", month_views.download, name="deadline_ics"),
    path("tenggat/umpan/<str:token>.ics", month_views.feed, name="deadline_feed"),
    path("pemberitahuan/dibaca/", views.mark_read, name="notifications_read"),
    path("pemberitahuan/atur/", views.notification_settings, name="notification_settings"),
]
