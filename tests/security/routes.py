"""The URLconf as plain routes: "keluarga/<pk>/anggota/<member_pk>/"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLResolver, get_resolver

from pkh_sembako.lib.access import required_permissions
from tests.security.objects import unknown

PARAMETER = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address; `keys` are its parts up to each parameter, by which `objects.IDS` knows what to put in."""

    path: str
    view: Any

    @property
    def keys(self) -> list[str]:
        return [self.path[: match.end()] for match in PARAMETER.finditer(self.path)]

    @property
    def is_public(self) -> bool:
        return required_permissions(self.view) is None

    def opens_to(self, user, method: str = "GET") -> bool:
        permissions = required_permissions(self.view, method)
        return permissions is None or user.may(*permissions)

    def url(self, values: dict[str, Any]) -> str:
        """The address with `values` by key in its places."""
        text = self.path
        for key in reversed(self.keys):
            text = key[: key.rindex("<")] + quote(str(values[key]), safe="") + text[len(key) :]
        return f"/{text}"


def all_routes() -> list[Route]:
    """Every address but those that Django's admin makes for itself and that lead nowhere of ours."""
    return [route for route in _routes(get_resolver(), "") if not route.path.startswith(("admin/r/", "admin/<"))]


def routes() -> list[Route]:
    """Every address whose ids are known; `test_every_page` fails while there are others."""
    return [route for route in all_routes() if not unknown(route.keys)]


def _routes(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + plain(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _routes(entry, path)
        else:
            yield Route(path, entry.callback)


def plain(pattern: str) -> str:
    """Of a route or a regular expression: converters and groups become <name>."""
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    text = re.sub(r"<\w+:(\w+)>", r"<\1>", text)
    return text.removeprefix("^").removesuffix("$").replace("\\.", ".").replace("\\Z", "")
