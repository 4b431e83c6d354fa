"""What every page's frame shows: office, menu, bell, clock. Shapes: docs/ui-kit.md."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from pkh_sembako.accounts.middleware import idle_seconds
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.lib.access import is_marked, required_permissions
from pkh_sembako.office.models import Office
from pkh_sembako.office.queries import the_office

BELL = "/pemberitahuan/"
SEARCH = "/keluarga/"


class Entry(NamedTuple):
    label: str
    path: str
    icon: str


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("Beranda", "/", "home"),
            Entry("Siklus", "/siklus/", "route"),
            Entry("Kalender tenggat", "/tenggat/", "calendar"),
            Entry("Keluarga", "/keluarga/", "users-group"),
            Entry("Loket", "/loket/", "help-circle"),
            Entry("Kroscek", "/kroscek/", "clipboard-check"),
            Entry("Penetapan", "/penetapan/", "signature"),
            Entry("SIKS-NG", "/siks-ng/", "send"),
            Entry("Berkas BNBA", "/bnba/", "file-import"),
            Entry("Temuan", "/temuan/", "clipboard-check"),
            Entry("Rekap", "/rekap/", "chart-bar"),
            Entry("Dokumen", "/dokumen/", "file-text"),
            Entry("Buku agenda", "/agenda/", "mail"),
            Entry("Unduhan", "/unduhan/", "download"),
            Entry("SOP", "/sop/", "checklist"),
        ),
    ),
    (
        "Kantor",
        (
            Entry("Wilayah kerja", "/wilayah-kerja/", "map-pin"),
            Entry("Cuti dan pengganti", "/cuti/", "history"),
            Entry("Petugas (SDM)", "/sdm/", "users-group"),
            Entry("Kalender kerja", "/kalender/", "calendar"),
            Entry("Pengguna", "/pengguna/", "users"),
            Entry("Sebutan peran", "/peran/", "id"),
            Entry("Pengaturan kantor", "/kantor/", "settings"),
            Entry("Cadangan", "/cadangan/", "shield-check"),
            Entry("Jejak baca", "/jejak-baca/", "eye"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of `dasar.html` and `dasar_publik.html`; a visitor without login gets the office only."""
    office = getattr(request, "office", None) or the_office()
    context = {"office": face(office), "app_version": settings.VERSION, "now_local": timezone.localtime()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "menu": menu(user, request.path),
        "search_url": SEARCH if _may_open(user, SEARCH) else "",
        "bell_url": BELL if _may_open(user, BELL) else "",
        "bell_count": Notification.objects.filter(user=user, read_at__isnull=True).count(),
        "role_label": user.role_label,
        "session_seconds": idle_seconds(user),
    }


def face(office: Office) -> dict[str, Any]:
    """The office as the frame shows it."""
    return {
        "name": office.name,
        "short_name": f"{office.name} {office.kabupaten}",
        "kabupaten": office.kabupaten,
        "government": office.government,
        "region": office.government.removeprefix("Pemerintah "),
        "zone_label": office.get_zone_display(),
        "logo_url": reverse("office_logo") if office.logo else "",
        "is_demo": settings.DEMO,
    }


def menu(user: User, path: str) -> list[dict[str, Any]]:
    """The pages that this user may open, so menu and refusal cannot differ; what is not built is not shown."""
    current = _current(path)
    groups = ((label, [entry for entry in entries if _may_open(user, entry.path)]) for label, entries in MENU)
    return [
        {
            "label": label,
            "items": [{"label": e.label, "url": e.path, "icon": e.icon, "current": e.path == current} for e in entries],
        }
        for label, entries in groups
        if entries
    ]


def _current(path: str) -> str:
    """The entry under which a page lies: the longest path that begins its own."""
    paths: Iterable[str] = (entry.path for _, entries in MENU for entry in entries)
    return max((p for p in paths if path == p or (p != "/" and path.startswith(p))), key=len, default="")


def _may_open(user: User, path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    permissions = required_permissions(view) if is_marked(view) else frozenset()
    return permissions is None or user.may(*permissions)
