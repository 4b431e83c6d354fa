"""S2: what belongs to another kecamatan answers exactly as what does not exist, whatever the method."""

import re
from uuid import UUID, uuid4

import pytest

from pkh_sembako.accounts.cast import CAST
from pkh_sembako.accounts.roles import ROLES, Area
from tests.security.objects import OTHER, TERRITORIAL
from tests.security.routes import Route, routes
from tests.security.walking import WORKS_IN, text_of

HERE_OR_NOTHING = [c.username for c in CAST if ROLES[c.role].area != Area.KABUPATEN]
VARYING = (
    re.compile(r'name="csrfmiddlewaretoken" value="\w+"'),
    re.compile(r"\d\d\.\d\d WI(?:B|TA|T)"),
)


# Who keeps the office sees how far each kecamatan is, though none of its families; the bank made everybody's cards;
# the desk has every complaint.
SEEN_ALL_THE_SAME = {
    ("admin", "siklus/<pk>/langkah/<no>/<kecamatan>"),
    *(("bank", key) for key in TERRITORIAL if key.startswith("kks/")),
    *(("petugas", key) for key in TERRITORIAL if key.startswith(("meja-pengaduan/", "perbaikan/"))),
}


def places(route: Route) -> list[str]:
    return [key for key in route.keys if key in TERRITORIAL]


ROUTES = [route for route in routes() if places(route)]


def bare(response, url: str) -> tuple[int, str]:
    """Status and body without what differs between any two requests: the token, the minute, the address itself."""
    text = text_of(response).replace(url, "")
    for pattern in VARYING:
        text = pattern.sub("", text)
    return response.status_code, text


def nowhere(value) -> object:
    if isinstance(value, UUID):
        return uuid4()
    return 999_999_999 if isinstance(value, int) else "99.99.99"


def test_there_are_such_addresses():
    assert len(ROUTES) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_row_is_no_row(world, clients, method: str):
    told = []
    for username in HERE_OR_NOTHING:
        area = WORKS_IN.get(username, "plaosan")
        for route in ROUTES:
            if any((username, key) in SEEN_ALL_THE_SAME for key in route.keys):
                continue
            own = world.values(route.keys, area)
            foreign = own | {key: world.value(key, OTHER[area]) for key in places(route)}
            absent = own | {key: nowhere(own[key]) for key in places(route)}
            answers = []
            for values in (foreign, absent):
                url = route.url(values)
                answers.append(bare(getattr(clients[username], method)(url), url))
            may = route.opens_to(world.cast[username], method.upper())
            right = answers[0] == answers[1] and answers[0][0] in ({404, 405} if may else {403})
            told += [] if right else [f"{username} {method} {route.path}: {answers[0][0]} and {answers[1][0]}"]
    assert told == []


def test_a_part_of_another_family_is_not_reached_through_the_own(world, clients):
    """/keluarga/<mine>/anggota/<theirs>/ is as absent as a member that nobody has."""
    route = next(route for route in ROUTES if route.path == "keluarga/<pk>/anggota/<member_pk>/")
    values = world.values(route.keys, "plaosan")
    values["keluarga/<pk>/anggota/<member_pk>"] = world.value("keluarga/<pk>/anggota/<member_pk>", "parang")
    assert clients["ratri"].get(route.url(values)).status_code == 404
