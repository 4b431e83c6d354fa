"""Every page, as somebody sees it whom it concerns: nothing for axe, no sideways scrolling, a quiet console.

Pages come from the URLconf and their ids from `tests.security.objects`, so a new page is looked at by itself.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page

from pkh_sembako.accounts.cast import create_cast
from tests.browser.looking import Looker
from tests.security.objects import World, build
from tests.security.routes import Route, routes

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Each page is seen from below and from above: by the first of each row who may open it.
BELOW = ("ratri", "korcam.plaosan", "desa.plaosan", "petugas")
ABOVE = ("kasi", "korkab", "operator", "admin", "inspektorat")


@pytest.fixture
def world(live_server) -> World:
    return build(create_cast(None))


def pages(world: World) -> Iterator[tuple[str | None, Route, str]]:
    """(username, route, address) of everything that answers 200 with a page."""
    for route in routes():
        if route.path.startswith("admin/"):  # Django's own pages
            continue
        url = route.url(world.values(route.keys, "plaosan"))
        for username in _who(world, route):
            client = Client()
            if username:
                client.force_login(world.cast[username], backend="django.contrib.auth.backends.ModelBackend")
            response = client.get(url)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                yield username, route, url


def _who(world: World, route: Route) -> list[str | None]:
    if route.is_public:
        return [None]
    rows = (next((name for name in row if route.opens_to(world.cast[name])), "") for row in (BELOW, ABOVE))
    return [name for name in rows if name]


def test_the_looker_sees_planted_faults(page: Page, live_server):
    looker = Looker(page, where="contoh")
    page.goto(f"{live_server.url}/masuk/")
    page.evaluate(PLANTED)
    looker.look()
    kinds = sorted({finding.split(":")[1].split(" ")[1] for finding in looker.found})
    assert kinds == ["900", "axe", "console"]
    assert any("image-alt" in finding for finding in looker.found)


PLANTED = """() => {
    const image = document.createElement("img");
    image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    image.width = 900;
    document.body.append(image);
    const style = document.createElement("style");
    document.head.append(style);
    document.body.insertAdjacentHTML("beforeend", '<p style="color:red">x</p>');
}"""


def test_every_page_is_accessible_narrow_and_quiet(world: World, page: Page, live_server, become):
    looker = Looker(page)
    seen = list(pages(world))
    for username, _, url in seen:
        become(world.cast[username] if username else None)
        looker.open(live_server.url + url, f"{username or 'anonim'} {url}")
    assert len(seen) > 60
    assert looker.found == []


def test_every_refused_form_says_so_accessibly(world: World, page: Page, live_server, become):
    """The error state: every form with something to type, sent with all of it empty."""
    looker = Looker(page)
    for username, _, url in list(pages(world)):
        become(world.cast[username] if username else None)
        looker.where = f"{username or 'anonim'} {url} (galat)"
        page.goto(live_server.url + url)
        for number in range(page.locator("main form[method=post]").count()):
            form = page.locator("main form[method=post]").nth(number)
            typed = form.locator("input[type=text], input[type=date], input[type=password], textarea")
            if not typed.count() or (form.get_attribute("action") or "").endswith(ANSWERED_WITH_A_FILE):
                continue
            with page.expect_navigation():
                form.evaluate(EMPTY)
            if page.locator(".ringkasan-galat").count():
                looker.look()
            page.goto(live_server.url + url)
    assert looker.found == []


ANSWERED_WITH_A_FILE = "/cetak/"  # the kroscek sheet with masked numbers needs nothing typed
EMPTY = """(form) => {
    for (const field of form.elements) {
        if (["text", "date", "password", "textarea"].includes(field.type)) field.value = "";
    }
    form.noValidate = true;
    HTMLFormElement.prototype.submit.call(form);
}"""
