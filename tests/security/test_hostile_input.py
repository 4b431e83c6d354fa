"""S7: whatever is typed into a field of a form, or into an address, is refused in words or shown as text."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.lints.sources import python_files
from tests.security.conftest import EVERYBODY
from tests.security.forms import Form
from tests.security.payloads import PAYLOADS, UNESCAPED, files
from tests.security.routes import routes
from tests.security.walking import text_of

pytestmark = pytest.mark.slow  # each test meets everything; a fast net over the same pages is test_every_page.py

EVERY_FORM = pytest.mark.parametrize("walked", [EVERYBODY], ids=["all"], indirect=True)
ASKED = re.compile(r"""GET\.(?:get|getlist)\(\s*["'](\w+)["']|GET\[["'](\w+)["']\]""")
ODD_IDS = ("9" * 30, "0", "9223372036854775808", "2147483648", "a\x00b", "😀", "x" * 300, "..", "' OR 1=1 --")
FEW = ("NUL", "huge")
SOME = ("operator", "ratri", "korkab", "admin", "kadis")


def send(client: Client, form: Form, values: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """What comes back, and what stands on the page it leads to; whatever it wrote is undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, form.method)(form.action, values)
        yield response.status_code, text_of(response)
        if response.status_code in (301, 302) and response["Location"].startswith("/"):
            yield 200, text_of(client.get(response["Location"]))
        transaction.set_rollback(True)
    client.cookies = cookies


def wrong(client: Client, form: Form, values: dict[str, Any], words: str) -> list[str]:
    told = []
    for status, text in send(client, form, values):
        if status >= 500:
            told.append(f"{form}: {words} gives {status}")
        told += [f"{form}: {words} comes back as typed: {raw}" for raw in UNESCAPED if raw in text]
    return told


def at_once(form: Form, payloads: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(words, values): each payload in all fields together."""
    return ((name, form.values | dict.fromkeys(form.names, PAYLOADS[name])) for name in payloads)


def alone(form: Form, each: int = 6) -> Iterator[tuple[str, dict[str, Any]]]:
    """In each field alone, beside values that fit; the payloads take turns, so that every form meets most of them."""
    turns = itertools.cycle(PAYLOADS)
    for name in form.names:
        for payload in itertools.islice(turns, each):
            yield f"{payload} in {name}", form.values | {name: PAYLOADS[payload]}


@EVERY_FORM
def test_hostile_text_in_every_field_of_every_form(found: list[Form], clients):
    told = [
        line
        for form in found
        for words, values in itertools.chain(at_once(form, PAYLOADS), alone(form))
        for line in wrong(clients[form.username], form, values, words)
    ]
    assert told == []


@EVERY_FORM
def test_files_that_are_not_what_they_say(found: list[Form], clients):
    told = []
    for form in found:
        for field in form.uploads:
            for upload in files():
                told += wrong(clients[form.username], form, form.values | {field: upload}, f"{upload.name} in {field}")
    assert told == []


def asked_names() -> set[str]:
    """Every name that some view reads from an address."""
    sources = python_files("pkh_sembako", "programs", "sop")
    return {name for source in sources for pair in ASKED.findall(source.text) for name in pair if name}


def test_hostile_text_behind_every_address(world, clients):
    told = []
    names = asked_names()
    for route in (route for route in routes() if not route.path.startswith("admin/")):
        username = next((name for name in SOME if route.opens_to(world.cast[name])), "inspektorat")
        url = route.url(world.values(route.keys, "plaosan"))
        for payload in FEW if route.keys else PAYLOADS:
            form = Form(username, url, url, "get", {})
            told += wrong(clients[username], form, dict.fromkeys(names, PAYLOADS[payload]), payload)
    assert told == []


def test_odd_ids_in_every_address(world, clients):
    told = []
    for route in routes():
        username = next((name for name in SOME if route.opens_to(world.cast[name])), "inspektorat")
        values = world.values(route.keys, "plaosan")
        for key in route.keys:
            for odd in ODD_IDS:
                url = route.url(values | {key: odd})
                status = clients[username].get(url).status_code
                told += [f"{username} {url}: {status}"] if status >= 500 else []
    assert told == []
