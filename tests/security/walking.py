"""One walk over every address, kept as plain answers, so that each rule is a test of its own over the same walk."""

import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from tests.security.objects import World
from tests.security.routes import Route, routes

NOBODY = "anonim"
WORKS_IN = {"korcam.parang": "parang", "bagas": "parang"}


@dataclass(frozen=True)
class Answer:
    """What one person got at one address."""

    username: str
    route: Route
    url: str
    status: int
    headers: dict[str, str]
    text: str

    def __str__(self) -> str:
        return f"{self.username} {self.url} ({self.status})"

    @property
    def is_text(self) -> bool:
        kind = self.headers.get("content-type", "")
        return kind.startswith("text/") or "json" in kind or "svg" in kind


def text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def answer(username: str, route: Route, url: str, response: HttpResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(username, route, url, response.status_code, headers, text_of(response))


def walk(world: World, clients: dict[str, Client], usernames: Iterable[str]) -> list[Answer]:
    """Everybody opens every address with the ids of the own area."""
    found = []
    for username in usernames:
        for route in routes():
            url = route.url(world.values(route.keys, WORKS_IN.get(username, "plaosan")))
            found.append(answer(username, route, url, clients[username].get(url)))
    return found


class Listening:
    """Everything that is logged meanwhile, as the office's own handler would write it, down to DEBUG."""

    def __init__(self) -> None:
        self.handler = logging.StreamHandler(io.StringIO())
        ours = logging.getLogger().handlers[0] if logging.getLogger().handlers else None
        for handler in logging.getLogger().handlers:
            if handler.filters:
                ours = handler
        if ours is not None:
            self.handler.setFormatter(ours.formatter)
            for each in ours.filters:
                self.handler.addFilter(each)

    def __enter__(self) -> "Listening":
        root = logging.getLogger()
        self.before = root.level
        root.addHandler(self.handler)
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *failure: object) -> None:
        root = logging.getLogger()
        root.removeHandler(self.handler)
        root.setLevel(self.before)

    @property
    def text(self) -> str:
        return self.handler.stream.getvalue()
