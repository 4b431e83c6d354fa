"""The frame of every page: menu by permission, office, bell."""

import pytest

from pkh_sembako.context import MENU
from pkh_sembako.deadlines.models import Notification

pytestmark = pytest.mark.django_db

KANTOR = ["/wilayah-kerja/", "/kalender/", "/pengguna/", "/peran/", "/kantor/", "/jejak-baca/"]


def shown(response) -> list[str]:
    return [item["url"] for group in response.context["menu"] for item in group["items"]]


@pytest.mark.slow
def test_the_menu_shows_what_may_be_opened_and_nothing_else(cast, login):
    for user in cast.values():
        client = login(user)
        entries = [entry.path for _, entries in MENU for entry in entries]
        assert shown(client.get("/")) == [path for path in entries if client.get(path).status_code == 200]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("admin", ["/pengguna/", "/peran/", "/kantor/", "/kalender/"]),
        ("apd", ["/wilayah-kerja/"]),
        ("inspektorat", ["/jejak-baca/"]),
        ("ratri", []),
    ],
)
def test_the_offices_own_pages_by_role(cast, login, name, expected):
    assert [path for path in shown(login(cast[name]).get("/")) if path in KANTOR] == expected


@pytest.mark.parametrize(("path", "current"), [("/", "/"), ("/pengguna/baru/", "/pengguna/"), ("/kata-sandi/", "")])
def test_the_menu_says_where_one_is(admin, login, path, current):
    menu = login(admin).get(path).context["menu"]
    assert "".join(item["url"] for group in menu for item in group["items"] if item["current"]) == current


@pytest.mark.parametrize(
    ("name", "path", "opened"),
    [
        ("operator", "/", ["", "Siklus", "Keluarga"]),
        ("operator", "/agenda/", ["", "Siklus", "Keluarga", "Surat dan berkas"]),
        ("petugas", "/", ["", "Siklus", "Layanan warga", "Surat dan berkas"]),  # a short menu has nothing to fold
    ],
)
def test_the_menu_opens_the_group_in_which_one_works(cast, login, name, path, opened):
    groups = login(cast[name]).get(path).context["menu"]
    assert [group["label"] for group in groups if group["open"]] == opened


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ratri", ["/", "/kroscek/", "/keluarga/", "/siks-ng/"]),
        ("kadis", ["/", "/penetapan/", "/siklus/", "/rekap/"]),
        ("operator", ["/", "/loket/", "/siklus/", "/keluarga/"]),
        ("admin", ["/", "/siklus/", "/pengguna/", "/sop/"]),
        ("bank", ["/", "/siklus/", "/meja-pengaduan/", "/sop/"]),
        ("petugas", ["/", "/loket/", "/meja-pengaduan/", "/sop/"]),
    ],
)
def test_the_phones_bar_has_what_is_needed_first(cast, login, name, first):
    assert [item["url"] for item in login(cast[name]).get("/").context["phone_bar"]] == first


def test_the_bell_counts_what_is_unread(ratri, login):
    Notification.objects.create(user=ratri, text="Kroscek dibuka")
    Notification.objects.create(user=ratri, text="Lama", read_at="2026-11-01T00:00:00Z")
    context = login(ratri).get("/").context
    assert (context["bell_url"], context["bell_count"]) == ("/pemberitahuan/", 1)


def test_a_visitor_sees_the_office_and_no_menu(client):
    context = client.get("/masuk/").context
    assert (context["office"]["short_name"], context["office"]["zone_label"], context.get("menu")) == (
        "Dinas Sosial Magetan",
        "WIB",
        None,
    )


@pytest.mark.parametrize(("name", "seconds"), [("ratri", 1800), ("kadis", 900)])
def test_the_page_knows_how_long_the_session_may_rest(cast, login, name, seconds):
    assert login(cast[name]).get("/").context["session_seconds"] == seconds
