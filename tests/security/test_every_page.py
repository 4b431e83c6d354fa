"""S1, S3, S9 over one walk: who gets in, what is never shown, and under which headers (reliability goals)."""

import re

import pytest

from pkh_sembako.accounts.cast import CAST
from pkh_sembako.accounts.roles import ROLES, Area
from tests.security.conftest import Walk
from tests.security.objects import unknown
from tests.security.routes import all_routes, routes
from tests.security.walking import NOBODY, WORKS_IN, Answer

pytestmark = pytest.mark.django_db

ROLE_OF = {character.username: ROLES[character.role] for character in CAST}
WHOLE_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")
UNLIKE = ("korcam.plaosan", "bank", "inspektorat", "admin", NOBODY)
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


def told(answers: list[Answer]) -> list[str]:
    return [str(answer) for answer in answers]


def test_every_id_in_an_address_is_known():
    assert [key for route in all_routes() for key in unknown(route.keys)] == []


def test_no_page_breaks(walked: Walk):
    assert told([a for a in walked.answers if a.status >= 500 and a.route.path != "readyz"]) == []


def test_who_lacks_the_permission_stays_outside(walked: Walk):
    """S1: beside the permission's roles nobody passes; the others are never refused by role."""
    wrong = []
    for a in walked.answers:
        if a.username == NOBODY:
            fits = a.status != 200 or a.route.is_public
        else:
            role = ROLE_OF[a.username]
            permissions = a.route.view.permissions
            refused = permissions is not None and role.permissions.isdisjoint(permissions)
            own_rules = a.route.path.startswith("admin/")  # Django's: nothing is added, changed or deleted there
            fits = a.status == 403 if refused else a.status != 403 or own_rules
        wrong += [] if fits else [a]
    assert told(wrong) == []


@pytest.mark.parametrize("usernames", [("ratri",), pytest.param(UNLIKE, marks=pytest.mark.slow)], ids=["one", "more"])
def test_nobody_posts_without_the_permission(world, clients, usernames: tuple[str, ...]):
    """S1 once more: the role question comes before the row and before the view."""
    told = []
    for username in usernames:
        for route in routes():
            person = world.cast.get(username)
            if route.opens_to(person, "POST") if person else route.is_public:
                continue
            response = clients[username].post(route.url(world.values(route.keys, "plaosan")))
            right = response.status_code == (302 if username == NOBODY else 403)
            told += [] if right else [f"{username} {route.path}: {response.status_code}"]
    assert told == []


def test_no_whole_number_is_on_any_page(walked: Walk):
    """S3: NIK and NKK are masked; the whole number is a POST with a purpose, or a file that is logged."""
    shown = [a for a in walked.answers if a.is_text and WHOLE_NUMBER.search(a.text)]
    assert told(shown) == []


def test_no_whole_number_is_in_the_log(walked: Walk):
    assert WHOLE_NUMBER.findall(walked.log) == []


def test_families_of_elsewhere_are_on_no_page(walked: Walk):
    """S2: every family of the office of `objects` carries the name of its kecamatan."""
    leaks = []
    for a in walked.answers:
        if a.username == NOBODY or ROLE_OF[a.username].area == Area.KABUPATEN:
            continue
        on_cards = a.route.path.startswith("kks/")
        if on_cards and a.username == "bank":  # it made the cards of all of them
            continue
        if a.username == "petugas" and a.route.path.startswith(("klarifikasi/", "perbaikan/")):  # the desk's own work
            continue
        if a.username == "petugas" and a.route.path.startswith(("klarifikasi/", "perbaikan/")):  # its own writing
            continue
        sees = ROLE_OF[a.username].area in (Area.OWN, Area.KECAMATAN) and (on_cards or a.username != "camat.plaosan")
        hidden = {"parang", "plaosan"} - ({WORKS_IN.get(a.username, "plaosan")} if sees else set())
        leaks += [a for area in hidden if f"Rahasia {area.title()}" in a.text]
    assert told(leaks) == []


def test_every_answer_carries_the_policy(walked: Walk):
    """Ours, or for files of others the closed one: nothing loads, nothing runs."""
    found = {a.headers.get("content-security-policy", "") for a in walked.answers}
    pages, closed = [], []
    for policy in found:
        said = dict((part.strip() + " ").split(" ", 1) for part in policy.split(";"))
        (closed if "sandbox" in said else pages).append({name: words.strip() for name, words in said.items()})
    assert pages == [POLICY]
    assert [said["default-src"] for said in closed] == ["'none'"] * len(closed)


def test_every_answer_carries_the_other_headers(walked: Walk):
    wrong = [a for a in walked.answers if {name: a.headers.get(name) for name in HEADERS} != HEADERS]
    assert told(wrong) == []


def test_what_only_some_may_open_is_never_stored(walked: Walk):
    kept = [a for a in walked.answers if not a.route.is_public and "no-store" not in a.headers.get("cache-control", "")]
    assert told(kept) == []


def test_pages_are_sent_in_indonesian_and_files_as_files(walked: Walk):
    """A document is either a page of ours or leaves as an attachment."""
    odd = [
        a
        for a in walked.answers
        if a.status == 200
        and not a.is_text
        and "attachment" not in a.headers.get("content-disposition", "")
        and not a.headers["content-type"].startswith(("image/", "application/pdf"))
    ]
    assert told(odd) == []
