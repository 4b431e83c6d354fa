"""What every page's frame shows: office, menu, bell, clock. Shapes: docs/ui-kit.md."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.accounts.middleware import idle_seconds
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.lib.access import Permission, may_open
from pkh_sembako.office.models import Office
from pkh_sembako.office.queries import the_office

BELL = "/pemberitahuan/"
SEARCH = "/keluarga/"


class Entry(NamedTuple):
    label: str
    path: str
    icon: str


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", (Entry("Beranda", "/", "home"),)),
    (
        "Siklus",
        (
            Entry("Siklus", "/siklus/", "route"),
            Entry("Kroscek", "/kroscek/", "clipboard-check"),
            Entry("Penetapan", "/penetapan/", "signature"),
            Entry("Kalender tenggat", "/tenggat/", "calendar"),
            Entry("SOP", "/sop/", "checklist"),
        ),
    ),
    (
        "Keluarga",
        (
            Entry("Keluarga", "/keluarga/", "users-group"),
            Entry("SIKS-NG", "/siks-ng/", "send"),
            Entry("Berkas BNBA", "/bnba/", "file-import"),
            Entry("Data kemiskinan", "/data-kemiskinan/", "file-import"),
            Entry("Data untuk bank", "/data-bank/", "send"),
            Entry("Rekap", "/rekap/", "chart-bar"),
            Entry("Kartu (KKS)", "/kks/", "credit-card"),
            Entry("Serahkan kartu", "/kks/serah/", "qrcode"),
        ),
    ),
    (
        "Layanan warga",
        (
            Entry("Loket", "/loket/", "help-circle"),
            Entry("Meja pengaduan", "/meja-pengaduan/", "message-report"),
            Entry("Perbaikan data", "/perbaikan/", "edit"),
            Entry("Survei kepuasan", "/skm/kelola/", "chart-bar"),
        ),
    ),
    (
        "Surat dan berkas",
        (
            Entry("Dokumen", "/dokumen/", "file-text"),
            Entry("Buku agenda", "/agenda/", "mail"),
            Entry("Unduhan", "/unduhan/", "download"),
        ),
    ),
    (
        "Pengawasan",
        (
            Entry("Laporan", "/laporan/", "chart-bar"),
            Entry("Temuan", "/temuan/", "alert-triangle"),
            Entry("Jejak baca", "/jejak-baca/", "eye"),
            Entry("Data pribadi", "/data-pribadi/", "shield-check"),
        ),
    ),
    (
        "Petugas",
        (
            Entry("Wilayah kerja", "/wilayah-kerja/", "map-pin"),
            Entry("Petugas (SDM)", "/sdm/", "id"),
            Entry("Cuti dan pengganti", "/cuti/", "history"),
            Entry("Evaluasi pelaksana", "/penilaian/", "star"),
        ),
    ),
    (
        "Kantor",
        (
            Entry("Pengguna", "/pengguna/", "users"),
            Entry("Sebutan peran", "/peran/", "id"),
            Entry("Pengaturan kantor", "/kantor/", "settings"),
            Entry("Kalender kerja", "/kalender/", "calendar"),
            Entry("Cadangan", "/cadangan/", "shield-check"),
        ),
    ),
)
# Groups that stay open for everybody; the others open on their own pages, or when the whole menu is short.
ALWAYS_OPEN = ("", "Siklus", "Keluarga")
SHORT_MENU = 9  # entries

# The bar at the foot of a phone: the first four that the user may open, by the kind of their work.
FIRST_IN_THE_FIELD = ("/", "/kroscek/", "/keluarga/", "/siks-ng/", "/siklus/")
FIRST_FOR_DECIDERS = ("/", "/penetapan/", "/siklus/", "/rekap/")
FIRST_FOR_OTHERS = ("/", "/loket/", "/siklus/", "/keluarga/", "/meja-pengaduan/", "/pengguna/", "/sop/")
BAR = 4  # entries


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of `dasar.html` and `dasar_publik.html`; a visitor without login gets the office only."""
    office = getattr(request, "office", None) or the_office()
    context = {"office": face(office), "app_version": settings.VERSION, "now_local": timezone.localtime()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "menu": menu(user, request.path),
        "phone_bar": phone_bar(user, request.path),
        "search_url": SEARCH if may_open(user, SEARCH) else "",
        "bell_url": BELL if may_open(user, BELL) else "",
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
    """The pages that this user may open, so menu and refusal cannot differ; what is not built is not shown.

    Groups of `label, open, items`; an item has `label, url, icon, current`.
    """
    current = _current(path)
    groups = [(label, [entry for entry in entries if may_open(user, entry.path)]) for label, entries in MENU]
    is_short = sum(len(entries) for _, entries in groups) <= SHORT_MENU
    return [
        {
            "label": label,
            "open": is_short or label in ALWAYS_OPEN or current in {entry.path for entry in entries},
            "items": [_item(entry, current) for entry in entries],
        }
        for label, entries in groups
        if entries
    ]


def phone_bar(user: User, path: str) -> list[dict[str, Any]]:
    """At most four items as in `menu`: what this user needs first, within reach of the thumb."""
    entries = {entry.path: entry for _, group in MENU for entry in group}
    first = [entries[path] for path in _first_for(user) if may_open(user, path)]
    return [_item(entry, _current(path)) for entry in first[:BAR]]


def _first_for(user: User) -> tuple[str, ...]:
    if user.may(Permission.DO_KROSCEK):
        return FIRST_IN_THE_FIELD
    return FIRST_FOR_DECIDERS if user.may(Permission.SIGN_CHAIN) else FIRST_FOR_OTHERS


def _item(entry: Entry, current: str) -> dict[str, Any]:
    return {"label": entry.label, "url": entry.path, "icon": entry.icon, "current": entry.path == current}


def _current(path: str) -> str:
    """The entry under which a page lies: the longest path that begins its own."""
    paths: Iterable[str] = (entry.path for _, entries in MENU for entry in entries)
    return max((p for p in paths if path == p or (p != "/" and path.startswith(p))), key=len, default="")
