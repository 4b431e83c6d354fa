"""Gives each request an id, in the logs, in the read log and in the answer's header."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pkh_sembako.audit import logs


class RequestId:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = logs.request_id.set(str(uuid.uuid4()))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = logs.request_id.get()
            return response
        finally:
            logs.request_id.reset(token)
