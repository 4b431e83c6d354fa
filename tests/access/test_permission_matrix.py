"""Who may open what: every address is marked, the matrix is complete, and each cell is asked of the real doors."""

import json
import re
from collections import Counter
from functools import cached_property
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from pkh_sembako.accounts import matrix
from pkh_sembako.accounts.middleware import ClosedByDefault, FirstThings
from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.access import is_marked
from pkh_sembako.management.commands.permission_matrix import FILE
from pkh_sembako.office.queries import the_office
from tests.accounts.codes import equip

DUMMIES = {"int": "0", "uuid": "00000000-0000-0000-0000-000000000000", "str": "x", "slug": "x", "path": "x"}
door, gate = ClosedByDefault(lambda request: None), FirstThings(lambda request: None)


class Somebody(User):
    """A user of one role who is in no database."""

    class Meta:
        proxy = True
        app_label = "accounts"

    @cached_property
    def postings_now(self) -> list[Posting]:
        return [Posting(role=self.username)]

    def is_verified(self) -> bool:
        """No code was typed in this session."""
        return False


def visitor(role: str, pk: int = 0):
    return AnonymousUser() if role == matrix.ANONYMOUS else Somebody(pk=pk, username=role)


def passes(route: matrix.Route, method: str, role: str) -> bool:
    """Whether the middleware lets this role through to the view."""
    request = RequestFactory().generic(method, "/")
    request.user, request.htmx = visitor(role), HtmxDetails(request)
    try:
        return door.process_view(request, route.view, (), {}) is None
    except PermissionDenied:
        return False


def waits_for_a_code(route: matrix.Route, method: str, role: str, pk: int) -> bool:
    """Whether this person, whom the door lets through, is led to the second factor first."""
    request = RequestFactory().generic(method, "/")
    request.user, request.htmx, request.session = visitor(role, pk), HtmxDetails(request), {}
    request.resolver_match, request.office = SimpleNamespace(url_name=route.name), the_office()
    return gate.process_view(request, route.view, (), {}) is not None


def address(pattern: str) -> str:
    """A URL that the pattern matches, with ids of nothing."""
    url = re.sub(r"\(\?P<\w+>([^)]*)\)", lambda group: _example(group[1]), pattern)
    url = re.sub(r"<(\w+):\w+>", lambda part: DUMMIES[part[1]], url)
    return re.sub(r"[\^$]|\\Z", "", url)


def _example(regex: str) -> str:
    return {r"\d+": "0", r"[\d.]+": "0", ".*": "x"}.get(regex, regex.split("|")[0])


def test_every_view_says_who_may_open_it():
    assert [route.url for route in matrix.routes() if not is_marked(route.view)] == []


def test_no_address_is_given_twice():
    assert [url for url, times in Counter(route.url for route in matrix.routes()).items() if times > 1] == []


def test_every_cell_is_what_the_door_does():
    asked = [
        (route.url, method, role, passes(route, method, role))
        for route in matrix.routes()
        for method in route.methods
        for role in (matrix.ANONYMOUS, *ROLES)
    ]
    assert asked == [cell[:4] for cell in matrix.cells()]


@pytest.mark.django_db
def test_the_column_of_the_second_factor_is_what_the_gate_does(settings):
    """Whether a phone is set up and its code not typed, or none is set up yet."""
    settings.SECOND_FACTOR = True
    equip(owner := User.objects.create(username="pemilik"))
    by_address = {(route.url, method): route for route in matrix.routes() for method in route.methods}
    open_to_somebody = [cell for cell in matrix.cells() if cell.allowed and cell.role != matrix.ANONYMOUS]
    asked = [
        all(waits_for_a_code(by_address[cell.url, cell.method], cell.method, cell.role, pk) for pk in (0, owner.pk))
        for cell in open_to_somebody
    ]
    assert asked == [cell.second_factor for cell in open_to_somebody]
    with_code = {cell.role for cell in matrix.cells() if cell.second_factor}
    assert with_code == {"kabid", "sekretaris", "kadis", "admin", "bank"}


def test_the_written_matrix_is_that_of_the_code():
    assert FILE.read_text(encoding="utf-8") == matrix.as_markdown(), "jalankan: manage.py permission_matrix --write"


def test_the_command_prints_one_json_document(capsys):
    call_command("permission_matrix", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert rows == [cell._asdict() for cell in matrix.cells()]
    assert {row["role"] for row in rows} == {"anonim", *ROLES}


def test_a_view_without_a_mark_is_refused_to_everybody():
    unmarked = matrix.Route("/lupa/", lambda request: None)
    assert [role for role in (matrix.ANONYMOUS, *ROLES) if passes(unmarked, "GET", role)] == []


def test_inspektorat_changes_nothing_but_its_own_session_what_it_reads_and_its_findings():
    """Showing a number, downloads, the own bell, list and calendar change no case; findings are its own work."""
    forms = [
        cell.url for cell in matrix.cells() if (cell.method, cell.role, cell.allowed) == ("POST", "inspektorat", True)
    ]
    assert [url for url in forms if not re.search(READING_POSTS, url)] == []


# Of complaints it acts on what only it sees (pungli); the door asks.
READING_POSTS = (
    r"^/(meja-pengaduan|konfirmasi|masuk|keluar|kata-sandi|keamanan|pemberitahuan|unduhan|pengaduan|skm|temuan)/|/tampilkan/|/nik/$"
    r"|^/data-bank/<int:pk>/(unduh|tanda-terima|bukti)/$|^/kks/jadwal/<int:pk>/(berkas|desa/<str:code>/cetak|cetak)/$"
    r"|^/siklus/<int:pk>/berkas/$|^/kode-etik/$|^/tenggat/tautan/$|^/keluarga/(kolom|saringan)/"
)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_cell_answers_over_http_as_the_matrix_says(cast):
    people = {user.postings_now[0].role: user for user in cast.values()}
    clients = {role: Client(raise_request_exception=True) for role in (matrix.ANONYMOUS, *ROLES)}
    wrong = []
    for route in matrix.routes():
        url = address(route.url)
        for method in route.methods:
            for role, client in clients.items():
                if role in people and "sessionid" not in client.cookies:
                    client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
                answer = client.generic(method, url)
                if not _fits(answer, role, role in route.roles(method)):
                    wrong.append((method, url, role, answer.status_code))
                if url.endswith(("/keluar/", "/logout/")):
                    client.cookies.clear()
    assert wrong == []


def _fits(answer, role: str, allowed: bool) -> bool:
    """Refused = 403, or the way to login; whatever the view itself says to the others, it is never a 5xx."""
    to_login = answer.status_code == 302 and answer.url.startswith("/masuk/")
    if allowed:
        return answer.status_code < 500 and not (role == matrix.ANONYMOUS and answer.status_code == 403)
    return to_login if role == matrix.ANONYMOUS else answer.status_code == 403
