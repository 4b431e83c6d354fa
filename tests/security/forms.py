"""Forms as a browser finds them: crawled from the pages, with what it would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import Resolver404, resolve
from lxml import html

from tests.security.walking import Answer

# For fields that the page leaves empty.
TYPED = {"date": "2026-11-20", "datetime-local": "2026-11-20T10:00", "number": "1", "time": "08:00", "email": "a@b.co"}
NOT_SENT = {"submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Form:
    """One form: who saw it where, and the values it holds; `uploads` are its file fields."""

    username: str
    page: str
    action: str
    method: str
    values: dict[str, Any] = field(hash=False)
    uploads: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.username} {self.method} {self.action} (on {self.page})"

    @property
    def names(self) -> list[str]:
        return [name for name in self.values if name != "csrfmiddlewaretoken"]


def forms(answers: list[Answer]) -> list[Form]:
    """Every form of the pages, each kind once: the same view with the same fields is the same form."""
    found: dict[tuple[Any, ...], Form] = {}
    for answer in answers:
        if answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html") and answer.text:
            for form in _forms(answer):
                found.setdefault(_kind(form), form)
    return list(found.values())


def _kind(form: Form) -> tuple[Any, ...]:
    try:
        view = resolve(form.action.partition("?")[0]).func
    except Resolver404:
        view = form.action
    return (view, form.method, tuple(sorted({_plain(name) for name in (*form.names, *form.uploads)})))


def _plain(name: str) -> str:
    """Prefixes with ids (n12-notes) are one field."""
    return "".join("0" if letter.isdigit() else letter for letter in name)


def _forms(answer: Answer) -> Iterator[Form]:
    for element in html.fromstring(answer.text).iter("form"):
        posts = element.get("hx-post")
        method = "post" if posts else (element.get("method") or "get").lower()
        action = posts or element.get("action") or answer.url
        if action.startswith("?"):
            action = answer.url.partition("?")[0] + action
        values, uploads = _fields(element)
        yield Form(answer.username, answer.url, action, method, values, tuple(uploads))


def _fields(element: html.HtmlElement) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    uploads: list[str] = []
    for part in element.iter("input", "select", "textarea", "button"):
        name, kind = part.get("name"), (part.get("type") or "text").lower()
        if not name or (part.tag == "input" and kind in NOT_SENT):
            continue
        if kind == "file":
            uploads.append(name)
        elif part.tag == "select":
            options = [option.get("value", "") for option in part.iter("option")]
            values[name] = next((value for value in options if value), "")
        elif part.tag == "textarea":
            values[name] = part.text or "Contoh"
        elif kind in ("radio", "checkbox", "submit") or part.tag == "button":
            values.setdefault(name, part.get("value", "on"))
        else:
            values[name] = part.get("value") or TYPED.get(kind, "Contoh")
    return values, uploads
