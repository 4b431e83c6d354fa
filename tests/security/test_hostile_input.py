"""S7: whatever is typed into a field of a form, or into an address, is refused in words or shown as text."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from pkh_sembako.lib.forms import FilterForm
from tests.lints.sources import python_files
from tests.security.conftest import EVERYBODY
from tests.security.forms import Form
from tests.security.payloads import KINDS, PAYLOADS, UNESCAPED, files
from tests.security.routes import routes
from tests.security.walking import text_of

pytestmark = pytest.mark.slow  # each test meets everything; a fast net over the same pages is test_every_page.py

EVERY_FORM = pytest.mark.parametrize("walked", [EVERYBODY], ids=["all"], indirect=True)
ASKED = re.compile(
    r"""(?:GET|query|asked|params)\.(?:get|getlist)\(\s*["'](\w+)["']"""
    r"""|GET\[["'](\w+)["']\]"""
    r"""|["'](\w+)["'] in request\.GET"""
)
ODD_IDS = ("9" * 30, "0", "9223372036854775808", "2147483648", "a\x00b", "😀", "x" * 300, "..", "' OR 1=1 --")
FEW = ("NUL", "large number")
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


def mixed(names: Iterable[str], kind: str, turn: int) -> dict[str, Any]:
    """A payload of the kind for each name; the kind's members take turns from name to name, and by `turn`."""
    members = list(KINDS[kind].values())
    return {name: members[(turn + place) % len(members)] for place, name in enumerate(names)}


def at_once(form: Form, turn: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(words, values): each kind in all fields together; a form without fields is sent as it is."""
    for kind in KINDS if form.names else ():
        yield kind, form.values | mixed(form.names, kind, turn)
    if not form.names:
        yield "nothing", form.values


def alone(form: Form, turns: Iterator[str], each: int = 2) -> Iterator[tuple[str, dict[str, Any]]]:
    """In each field alone, beside values that fit: so many payloads, which take turns over all forms."""
    for name in form.names:
        for payload in itertools.islice(turns, each):
            yield f"{payload} in {name}", form.values | {name: PAYLOADS[payload]}


@EVERY_FORM
def test_hostile_text_in_every_field_of_every_form(found: list[Form], clients):
    """Every form that anybody of the cast meets (once per view and set of fields) is sent with hostile text.

    Each field meets every kind of payload, all fields at once: a form checks every field even when another is wrong.
    Members of a kind take turns over fields and forms. Then each field alone meets two payloads beside values that
    fit, so that they reach the rules behind the fields; over all forms each payload gets its turns. Nothing may answer
    5xx, and no markup may come back as typed, neither in the answer nor on the page that it leads to.
    """
    turns = itertools.cycle(PAYLOADS)
    told = [
        line
        for turn, form in enumerate(found)
        for words, values in itertools.chain(at_once(form, turn), alone(form, turns))
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


def kinds_of(form: type) -> Iterator[type]:
    """The form and every form made from it."""
    yield form
    for kind in form.__subclasses__():
        yield from kinds_of(kind)


def asked_names() -> list[str]:
    """Every name that some view reads from an address, by itself or through a filter form."""
    sources = python_files("pkh_sembako", "programs", "sop", "complaints")
    read = {name for source in sources for found in ASKED.findall(source.text) for name in found if name}
    return sorted(read.union(*(form.base_fields for form in kinds_of(FilterForm))))


def test_hostile_text_behind_every_address(world, clients):
    told = []
    names = asked_names()
    for turn, route in enumerate(route for route in routes() if not route.path.startswith("admin/")):
        username = next((name for name in SOME if route.opens_to(world.cast[name])), "inspektorat")
        url = route.url(world.values(route.keys, "plaosan"))
        form = Form(username, url, url, "get", {})
        for kind in FEW if route.keys else KINDS:
            told += wrong(clients[username], form, mixed(names, kind, turn), kind)
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
