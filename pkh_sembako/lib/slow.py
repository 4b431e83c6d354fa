"""The second belt around a slow page: PostgreSQL ends its statement, the officer is told so in words."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg.errors import QueryCanceled

log = logging.getLogger(__name__)


class EndedStatement:
    """503 with a page of its own when a statement ran into `settings.WEB_STATEMENT_SECONDS`. The page asks the database
    nothing: it may be busy still."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (isinstance(exception, OperationalError) and isinstance(exception.__cause__, QueryCanceled)):
            return None
        log.warning("a statement for %s %s took too long and was ended", request.method, request.path)
        return HttpResponse(render_to_string("503.html", {"wrote": request.method == "POST"}), status=503)
