"""What is asked of personal links: which one a token opens, whether it still stands, and the places with their link."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from pkh_sembako.documents.enums import LetterState
from pkh_sembako.documents.models import Document, Letter
from pkh_sembako.lib import whatsapp
from pkh_sembako.office.models import Desa, Kecamatan, PlaceContact
from programs.enums import KksScheduleState
from programs.models import KksSchedule
from programs.queries import kks_schedule as schedules
from sop import notices
from sop.models import Cycle, DesaInformed, Notice, PersonalLink
from sop.models.links import MAIL_TRIES

LETTERS, SCHEDULE = "surat", "jadwal"
RELATED = ("cycle__round", "letter__document__pdf", "letter__document__signed", "schedule__round", "kecamatan", "desa")


def hash_of(token: str) -> str:
    """A token has 256 random bits, so a plain SHA-256 of it cannot be turned round."""
    return sha256(token.encode()).hexdigest()


def find(token: str) -> PersonalLink | None:
    """The link of a token if it says anything: one that stands, or one already used whose answer is still shown."""
    link = PersonalLink.objects.select_related(*RELATED).filter(token_hash=hash_of(token)).first()
    if link is None or link.revoked_at or link.is_expired() or link.is_locked or not matter_stands(link):
        return None
    return link


def matter_stands(link: PersonalLink) -> bool:
    """The letter is issued and still the one to this kecamatan; the schedule is in force; the cycle runs."""
    if not link.cycle.is_running:
        return False
    if link.schedule:
        return link.schedule.state == KksScheduleState.RECEIVED
    is_issued = link.letter is not None and link.letter.state == LetterState.ISSUED
    return is_issued and Notice.objects.filter(letter=link.letter_id, kecamatan=link.kecamatan_id).exists()


def document_of(link: PersonalLink) -> Document | None:
    return link.letter.document if link.letter else None


def schedule_of(cycle: Cycle) -> KksSchedule | None:
    """The schedule that the Dinas has received, which is what kecamatan confirm."""
    return KksSchedule.objects.filter(round=cycle.round_id, state=KksScheduleState.RECEIVED).first()


@dataclass(frozen=True)
class Matter:
    """What links are made for: the letters of a cycle or its schedule, and the places each concerns."""

    cycle: Cycle
    what: str
    letters: dict[str, Letter] = field(default_factory=dict)
    schedule: KksSchedule | None = None
    desa: dict[str, list[Desa]] = field(default_factory=dict)

    def facts(self, kecamatan: str) -> dict[str, Letter | KksSchedule | None]:
        """The columns of a link that say what it is for."""
        return {"letter": self.letters.get(kecamatan), "schedule": self.schedule}


def matter(cycle: Cycle, what: str) -> Matter:
    """Issued letters with the desa of the list there, or the received schedule with the desa of its sessions."""
    if what == SCHEDULE:
        schedule = schedule_of(cycle)
        slots = schedule.slots.order_by().values("desa") if schedule else Desa.objects.none().values("pk")
        return Matter(cycle, what, schedule=schedule, desa=_by_kecamatan(Desa.objects.filter(pk__in=slots)))
    issued = Notice.objects.filter(cycle=cycle, letter__state=LetterState.ISSUED).select_related("letter__document")
    found = {notice.kecamatan_id: notice.letter for notice in issued}
    listed = _by_kecamatan(notices.listed_desa(cycle))
    return Matter(cycle, what, letters=found, desa={code: desa for code, desa in listed.items() if code in found})


def _by_kecamatan(desa: Iterable[Desa]) -> dict[str, list[Desa]]:
    found: dict[str, list[Desa]] = {}
    for each in sorted(desa, key=lambda one: one.name):
        found.setdefault(each.kecamatan_id, []).append(each)
    return found


@dataclass(frozen=True)
class Row:
    """A kecamatan or a desa with its newest link; `done` says that it has confirmed, by whatever way."""

    code: str
    name: str
    contact: PlaceContact | None
    link: PersonalLink | None
    done: bool
    parts: str = ""
    now: datetime | None = None

    @property
    def state(self) -> tuple[str, str]:
        """(words, tone)"""
        return state_of(self.link, self.now) if self.link else ("Belum dibuat", "netral")

    @property
    def is_standing(self) -> bool:
        link = self.link
        return bool(link and not link.used_at and not link.revoked_at and not link.is_expired() and not link.is_locked)

    @property
    def has_mail(self) -> bool:
        return bool(self.contact and self.contact.email)

    @property
    def has_whatsapp(self) -> bool:
        return bool(self.contact and whatsapp.number(self.contact.phone))


def state_of(link: PersonalLink, now: datetime | None = None) -> tuple[str, str]:
    """Where a link stands, in words and tone."""
    facts = (
        (link.used_at and link.agreed is False, "Ada keberatan", "negatif"),
        (link.used_at, "Dikonfirmasi", "positif"),
        (link.revoked_at, "Dicabut", "netral"),
        (link.is_locked, "Terkunci", "negatif"),
        (link.is_expired(now), "Kedaluwarsa", "peringatan"),
        (link.opened_at, "Dibuka", "proses"),
        (link.sent_at, "Terkirim" if link.mail_to else "Dibuat untuk diteruskan", "proses"),
        (link.mail_attempts >= MAIL_TRIES, "Pos-el gagal dikirim", "negatif"),
    )
    return next(((words, tone) for holds, words, tone in facts if holds), ("Menunggu pengiriman", "netral"))


def rows(about: Matter, kecamatan: str = "") -> list[Row]:
    """Every kecamatan of the matter, or every desa of one; five queries or fewer."""
    chosen: Iterable[Kecamatan | Desa] = about.desa.get(kecamatan, [])
    if not kecamatan:
        chosen = Kecamatan.objects.filter(pk__in=about.desa).order_by("name")
    places = {each.pk: each.name for each in chosen}
    contacts = contacts_of(places)
    newest = _newest(about, kecamatan)
    done, parts = (_desa_done(about, newest), {}) if kecamatan else _kecamatan_done(about)
    now = timezone.now()
    return [
        Row(code, name, contacts.get(code), newest.get(code), code in done, parts.get(code, ""), now)
        for code, name in places.items()
    ]


def contacts_of(codes: Iterable[str]) -> dict[str, PlaceContact]:
    """{code of a kecamatan or desa: contact}"""
    wanted = list(codes)
    found = PlaceContact.objects.filter(Q(kecamatan__in=wanted) | Q(desa__in=wanted))
    return {contact.kecamatan_id or contact.desa_id: contact for contact in found}


def _newest(about: Matter, kecamatan: str) -> dict[str, PersonalLink]:
    """The newest link of each place, for the matter as it is now."""
    found = PersonalLink.objects.filter(cycle=about.cycle, desa__isnull=not kecamatan).order_by("id")
    if kecamatan:
        found = found.filter(kecamatan=kecamatan)
    if about.what == SCHEDULE:
        found = found.filter(schedule=about.schedule) if about.schedule else found.none()
    else:
        found = found.filter(letter__in=[letter.pk for letter in about.letters.values()])
    return {link.desa_id or link.kecamatan_id: link for link in found}


def _desa_done(about: Matter, newest: dict[str, PersonalLink]) -> set[str]:
    if about.what == SCHEDULE:
        return {code for code, link in newest.items() if link.agreed}
    return set(DesaInformed.objects.filter(cycle=about.cycle).values_list("desa", flat=True))


def _kecamatan_done(about: Matter) -> tuple[set[str], dict[str, str]]:
    """(kecamatan that are complete, how far each is)"""
    if about.what == SCHEDULE:
        there = schedules.confirmed_by_kecamatan(about.schedule) if about.schedule else {}
        return {code for code, done in there.items() if done}, {}
    told = notices.informed(about.cycle)
    sizes = {code: len(desa) for code, desa in about.desa.items()}
    words = {code: f"{told.get(code, 0)} dari {size} desa" for code, size in sizes.items()}
    return {code for code, size in sizes.items() if told.get(code, 0) >= size}, words
