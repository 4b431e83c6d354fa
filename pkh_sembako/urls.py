"""Every address of contract.md; each app keeps its own list."""

from django.urls import include, path

urlpatterns = [
]
