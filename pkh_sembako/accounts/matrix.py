"""Every address and who may ask for it: the role question of all views, laid out for an auditor and for the tests."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from pkh_sembako.accounts import gates
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.access import is_marked, required_permissions

ANONYMOUS = "anonim"
METHODS = ("GET", "POST")


class Route(NamedTuple):
    """One pattern of the URLconf, e.g. "/keluarga/<int:pk>/", and its view."""

    url: str
    view: Any
    name: str = ""

    @property
    def methods(self) -> tuple[str, ...]:
        """GET, POST or both; what the view refuses whoever asks is left out."""
        limits = _named_methods(self.view)
        return METHODS if limits is None else tuple(method for method in METHODS if method in limits)

    def roles(self, method: str) -> list[str]:
        """Codes of the roles that pass the role question, `anonim` first where nobody has to log in."""
        if not is_marked(self.view):
            return []
        permissions = required_permissions(self.view, method)
        if permissions is None:
            return [ANONYMOUS, *ROLES]
        return [role.code for role in ROLES.values() if not role.permissions.isdisjoint(permissions)]

    def with_code(self, method: str) -> list[str]:
        """Codes of those among them for whom this opens only after the second factor; nobody for its own pages."""
        if ANONYMOUS in (allowed := self.roles(method)) or self.name in (*gates.TYPE_IT, *gates.SET_IT_UP):
            return []
        return [code for code in allowed if ROLES[code].second_factor]


class Cell(NamedTuple):
    url: str
    method: str
    role: str
    allowed: bool
    second_factor: bool


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns, "/"), key=lambda route: route.url)


def cells() -> list[Cell]:
    """Every route x method x role and `anonim`."""
    return [
        Cell(route.url, method, role, role in allowed, role in with_code)
        for route in routes()
        for method in route.methods
        for allowed, with_code in [(route.roles(method), route.with_code(method))]
        for role in (ANONYMOUS, *ROLES)
    ]


def as_markdown() -> str:
    """The matrix as docs/permission-matrix.md keeps it: one line per address and method."""
    lines = [
        "# Who may open what",
        "",
        "Written by `manage.py permission_matrix --write`; a test compares it with the code. A listed role passes the",
        "role question; which rows it then sees, and what may be done now, is asked behind it. For the roles under 2FA",
        "the page opens only after the second factor (`SECOND_FACTOR`, always in production); others may use one. The",
        "determination (`/penetapan/<int:pk>/keputusan/`) asks who has one for a new code, good for that list only.",
        "",
        "| address | method | roles | 2FA |",
        "|---|---|---|---|",
    ]
    lines += [_line(route, method) for route in routes() for method in route.methods]
    return "\n".join(lines) + "\n"


def _line(route: Route, method: str) -> str:
    with_code = ", ".join(route.with_code(method)) or "–"
    return f"| `{route.url}` | {method} | {_who(route.roles(method))} | {with_code} |"


def _who(roles: list[str]) -> str:
    return "everybody, without login" if ANONYMOUS in roles else ", ".join(roles)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Route(path, pattern.callback, pattern.name or "")


def _named_methods(view: Any) -> set[str] | None:
    """The methods a view names by require_safe and its kin, or by its class; None when it names none."""
    layer = view
    while layer is not None:
        # require_http_methods keeps its list only inside its closure.
        if named := inspect.getclosurevars(layer).nonlocals.get("request_method_list"):
            return set(named)
        layer = getattr(layer, "__wrapped__", None)
    if view_class := getattr(view, "view_class", None):
        known = set(view_class.http_method_names)
        return {method for method in METHODS if method.lower() in known and hasattr(view_class, method.lower())}
    return None
