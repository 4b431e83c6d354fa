"""The office and its time zone for the time of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pkh_sembako.office import queries

PROBES = ("/healthz", "/readyz")  # they answer even when the database does not


class OfficeZone:
    """Sets `request.office` and activates the office's time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in PROBES:
            return self.get_response(request)
        request.office = queries.the_office()
        with timezone.override(request.office.zone):
            return self.get_response(request)
