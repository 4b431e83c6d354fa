"""One card: found by whoever stands in front of its family, how far its desa is, and everything that happened to it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.names import searchable
from pkh_sembako.office.models import Desa
from programs.enums import KKS_TO_DO
from programs.models import Kks, KksEvent, KksTally
from programs.transitions import KKS_MOVES

MOST_FOUND = 20
FEWEST_DIGITS, WHOLE = 4, 16
# verb -> (button, permission); the order in which a page offers them
ACTIONS = {
    "fail": ("Catat gagal diserahkan", Permission.HAND_OVER_CARDS),
    "activate": ("Catat sudah dapat dipakai", Permission.REPORT_CARDS),
    "not_activate": ("Laporkan belum dapat dipakai", Permission.REPORT_CARDS),
    "block": ("Laporkan terblokir", Permission.REPORT_CARDS),
    "damage": ("Laporkan rusak", Permission.REPORT_CARDS),
    "lose": ("Laporkan hilang", Permission.REPORT_CARDS),
    "send_back": ("Kembalikan ke bank", Permission.HAND_OVER_CARDS),
    "withdraw": ("Batalkan penyerahan", Permission.CORRECT_CARDS),
}


def cards(user: User) -> QuerySet[Kks]:
    """What this user may see, with family, place and time."""
    return Kks.objects.visible_to(user).select_related(
        "household__desa__kecamatan", "desa__kecamatan", "slot__desa__kecamatan", "round"
    )


def find(user: User, words: str, desa: str = "") -> list[Kks]:
    """Visible cards by name, by the last digits of NIK or card (4 or more), or by a whole number; those of `desa`
    first, at most MOST_FOUND."""
    found = cards(user).filter(_condition(words)).order_by("household__name_search", "pk")
    rows = list(found.filter(desa=desa)[:MOST_FOUND]) if desa else []
    rest = found.exclude(desa=desa) if desa else found
    return rows + list(rest[: MOST_FOUND - len(rows)])


def _condition(words: str) -> Q:
    digits = words.replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit():
        if len(digits) == WHOLE:
            return Q(number=digits) | Q(household__nik=digits) | Q(household__no_kk=digits)
        if len(digits) >= FEWEST_DIGITS:
            return Q(number__endswith=digits) | Q(household__nik__endswith=digits)
        return Q(pk__in=[])
    name = searchable(words)
    return Q(household__name_search__contains=name) if len(name) > 1 else Q(pk__in=[])


def to_do_here(user: User) -> QuerySet[Desa]:
    """Desa with cards that this user may still hand over."""
    waiting = Kks.objects.visible_to(user).filter(state__in=KKS_TO_DO).order_by()
    return Desa.objects.filter(pk__in=waiting.values("desa")).select_related("kecamatan").order_by("name", "code")


@dataclass(frozen=True)
class Counter:
    """37 of 120 handed over, of the newest round that has cards there."""

    desa: Desa
    handed_over: int
    received: int
    round_id: int


def counter(desa: Desa) -> Counter | None:
    row = KksTally.objects.filter(desa=desa, received__gt=0).order_by("-round__tahun", "-round__tahap").first()
    return Counter(desa, row.handed_over, row.received, row.round_id) if row else None


def oddities(card: Kks, here: Desa | None, today: date) -> list[str]:
    """What an officer should look at twice before this card leaves the box, in words: another desa than where he
    stands, than that of the session or of the family; another day; no desa chosen."""
    own, home = card.desa, card.household.desa
    found = []
    if here is not None and here.pk != own.pk:
        found.append(f"Kartu ini milik {_place(own)}, bukan {_place(here)} tempat Anda bertugas.")
    if here is None:
        found.append(f"Anda belum memilih desa tempat bertugas. Kartu ini milik {_place(own)}.")
    if card.slot and card.slot.desa_id != own.pk:
        found.append(f"Sesi kartu ini di {_place(card.slot.desa)}, sedangkan kartunya milik {_place(own)}.")
    if card.slot and card.slot.day != today:
        found.append(f"Sesi kartu ini {hari_tanggal(card.slot.day)}, bukan hari ini.")
    if home.pk != own.pk:
        found.append(f"Keluarga ini sekarang tercatat di {_place(home)}.")
    return found


def _place(desa: Desa) -> str:
    return f"{desa.get_kind_display()} {desa.name}, Kec. {desa.kecamatan.name}"


def history(card: Kks) -> list[KksEvent]:
    """Newest first; proofs are opened by the event's number."""
    return list(card.events.select_related("by", "slot__desa", "evidence", "mandate").order_by("-number"))


def actions(card: Kks, user: User) -> list[tuple[str, str]]:
    """(verb, words) of what the card's state allows and this user may."""
    return [
        (verb, words)
        for verb, (words, permission) in ACTIONS.items()
        if card.state in KKS_MOVES[verb].sources and user.may(permission)
    ]


def may_hand_over(card: Kks, user: User) -> bool:
    return card.state in KKS_MOVES["hand_over"].sources and user.may(Permission.HAND_OVER_CARDS)
