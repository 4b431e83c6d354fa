"""How often one origin may use a public form, and how much the office keeps of it in a day (reliability.md S8).

gate.enter(Gate.FILE, address)              # counted, or TooMany with the moment from which it goes on
gate.keep(size)                             # bytes of an upload, or Full: the office's quota of a day is used up

Uses are rows; who knocks is a keyed hash of the network address and the day, so that nobody is followed over days and
no address is kept. Those who come at the same moment are counted one after the other (advisory lock).
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from complaints.enums import Gate
from complaints.models import PublicUse
from pkh_sembako.lib.dates import jam
from pkh_sembako.lib.errors import DomainError

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MEGABYTE = 1024 * 1024
NOBODY = ""  # origin of what is counted for the whole office


class TooMany(DomainError):
    """This origin has used a gate as often as it may; `until` is when it may again."""

    def __init__(self, gate: str, until: datetime) -> None:
        self.until = until
        when = jam(timezone.localtime(until + timedelta(minutes=1)))
        super().__init__(f"Terlalu banyak permintaan dari jaringan Anda ({_named(gate)}). Coba lagi pukul {when}.")

    @property
    def seconds(self) -> int:
        """For the header Retry-After."""
        return max(1, int((self.until - timezone.now()).total_seconds()) + 1)


class Full(DomainError):
    """The office keeps no more uploads today."""


def enter(gate: str, address: str | None) -> None:
    """Count one use; TooMany when the hour's limit of `settings.PUBLIC_LIMITS` is reached."""
    now = timezone.now()
    names = _origins(address, now)
    _refuse(gate, names, now)  # who is over the limit already waits for nobody
    with transaction.atomic():
        _lock(f"{gate}:{names[0]}")
        _refuse(gate, names, now)
        PublicUse.objects.create(gate=gate, origin=names[0], at=now)


def keep(size: int) -> None:
    """Count so many bytes of a kept upload; Full when the office's quota of a day is used up. In a transaction."""
    _lock("quota")
    used = PublicUse.objects.filter(at__gt=timezone.now() - DAY).aggregate(sum=Sum("size"))["sum"] or 0
    if used + size > settings.PUBLIC_UPLOAD_MB_A_DAY * MEGABYTE:
        raise Full(
            "Tempat untuk lampiran hari ini sudah penuh. Kirim laporan tanpa lampiran; "
            "lampiran dapat ditambahkan besok dengan nomor dan kode laporan."
        )
    PublicUse.objects.create(gate=Gate.UPLOAD, origin=NOBODY, size=size)


def sweep(now: datetime) -> int:
    """Forget the uses of yesterday; how many."""
    return PublicUse.objects.filter(at__lt=now - DAY - HOUR).delete()[0]


def _refuse(gate: str, names: list[str], now: datetime) -> None:
    most = settings.PUBLIC_LIMITS[str(gate)]
    uses = PublicUse.objects.filter(gate=gate, origin__in=names, at__gt=now - HOUR).order_by("-at")
    newest = list(uses.values_list("at", flat=True)[:most])
    if len(newest) >= most:
        raise TooMany(gate, (newest[-1] if newest else now) + HOUR)


def _origins(address: str | None, now: datetime) -> list[str]:
    """The origin's names of today and, in the first hour of a day, also of the day before."""
    days = dict.fromkeys(timezone.localdate(moment).isoformat() for moment in (now, now - HOUR))
    return [
        salted_hmac("complaints.origin", f"{day}/{_network(address)}", algorithm="sha256").hexdigest() for day in days
    ]


def _network(address: str | None) -> str:
    """An IPv6 client has a whole /64 to itself: it counts as one."""
    found = ip_address(address) if address else None
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else found.exploded[:19]
    return str(found)


def _lock(name: str) -> None:
    """Held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"complaints:{name}"])


def _named(gate: str) -> str:
    return str(Gate(gate).label).lower()
