"""The second belt around a slow page: PostgreSQL ends its statement, the officer is told so in words."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg.errors import QueryCanceled

log = logging.getLogger(__name__)


def told(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 with a page of its own when a statement ran into `settings.WEB_STATEMENT_SECONDS`; None for any other error.

    The page asks the database nothing: it may be busy still.
    """
    if not (isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)):
        return None
    log.warning("a statement for %s %s took too long and was ended", request.method, request.path)
    page = render_to_string("503.html", {"wrote": request.method == "POST"})
    return HttpResponse(page, status=503, headers={"Cache-Control": "no-store"})


class EndedStatement:
    """Tells of statements that ended in a view. What ends in another middleware (the session, the user) Django turns
    into a 500 at that very layer, so no middleware outside of it could catch it: `pkh_sembako.views.server_error` does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return told(request, exception)
