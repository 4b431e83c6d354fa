"""Personal links made, handed on and revoked by the Dinas (SOP Sembako 5 and 8).

The token is never stored, so it can be told only at the moment it is drawn. By e-mail both the link and its code go in
one letter: it is addressed to the office's own mailbox and goes out later, without an officer at hand who could tell
the code. A WhatsApp text is forwarded lightly, so there the code travels apart: the officer reads it once on the
screen and tells it by telephone. Losing either means a new link, which ends the old one.
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib import whatsapp
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa, Office, PlaceContact
from pkh_sembako.office.queries import the_office
from sop import links as queries
from sop.models import Cycle, PersonalLink

CODE_DIGITS = 6
TEXT = (
    "Yth. {place}, {office} menyampaikan {what}. Mohon dibaca dan dikonfirmasi paling lambat {until} melalui tautan "
    "ini: {url} Kodenya kami sampaikan terpisah. Tautan hanya untuk Anda; mohon tidak diteruskan. Terima kasih."
)


@dataclass(frozen=True)
class Shown:
    """A link at the only moment at which it can be told; `whatsapp` is "" where no number is known."""

    link: PersonalLink
    url: str
    code: str
    text: str
    whatsapp: str

    @property
    def shown_code(self) -> str:
        """482 913, to be read out."""
        return f"{self.code[:3]} {self.code[3:]}"


@dataclass(frozen=True)
class Made:
    """What a click made: links to hand on now, and how many wait to be mailed."""

    shown: list[Shown]
    mailed: int


def code_hash(token: str, code: str) -> str:
    """Six digits could be tried out of a plain hash; under the token, which nobody keeps, they cannot."""
    return hmac.new(token.encode(), code.encode(), sha256).hexdigest()


def draw(link: PersonalLink) -> tuple[str, str]:
    """(address, code) of a link that has none yet; saved by the caller."""
    token = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    link.token_hash, link.code_hash, link.sent_at = queries.hash_of(token), code_hash(token, code), timezone.now()
    return f"{settings.BASE_URL.rstrip('/')}{reverse('link_confirm', args=[token])}", code


@transaction.atomic
def make(about: queries.Matter, codes: Iterable[str], *, by: User, by_mail: bool, renew: bool) -> Made:
    """Links for these places (codes of kecamatan or desa of the matter). A place with a standing link is left alone
    unless it is to be renewed; `by_mail` mails where an address is known and shows the others."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=about.cycle.pk)
    if not cycle.is_running:
        raise DomainError("Siklus ini tidak sedang berjalan.")
    wanted, desa = list(dict.fromkeys(codes)), {each.pk: each for some in about.desa.values() for each in some}
    if any(code not in desa and code not in about.desa for code in wanted):
        raise DomainError("Pilih kecamatan atau desa yang suratnya sudah terbit atau jadwalnya sudah diterima.")
    standing = _standing(about, wanted)
    if renew:
        end = [link.pk for link in standing.values()]
        PersonalLink.objects.filter(pk__in=end).update(revoked_at=timezone.now())
    fresh = [code for code in wanted if renew or code not in standing]
    contacts = queries.contacts_of(fresh)
    expires = timezone.now() + timedelta(days=the_office().link_days)
    made = [_one(about, code, desa.get(code), contacts.get(code), by_mail, expires, by) for code in fresh]
    if not made:
        raise DomainError("Tidak ada tautan baru yang perlu dibuat; yang masih berlaku tetap berlaku.")
    return Made([each for each in made if each], sum(each is None for each in made))


def _standing(about: queries.Matter, codes: list[str]) -> dict[str, PersonalLink]:
    """Links of these places that can still be used; those that only look so are ended here."""
    now, found = timezone.now(), {}
    rows = PersonalLink.objects.select_for_update(of=("self",)).standing().filter(cycle=about.cycle)
    for link in rows:
        facts = about.facts(link.kecamatan_id)
        same = (link.letter_id, link.schedule_id) == tuple(one and one.pk for one in facts.values())
        code = link.desa_id or link.kecamatan_id
        if code in codes and same:
            if link.is_expired(now) or link.is_locked:
                PersonalLink.objects.filter(pk=link.pk).update(revoked_at=now)
            else:
                found[code] = link
    return found


def _one(
    about: queries.Matter,
    code: str,
    desa: Desa | None,
    contact: PlaceContact | None,
    by_mail: bool,
    expires: datetime,
    by: User,
) -> Shown | None:
    """The link of one place, to be shown now; None when it waits to be mailed."""
    kecamatan = desa.kecamatan_id if desa else code
    link = PersonalLink(
        cycle=about.cycle, kecamatan_id=kecamatan, desa=desa, by=by, expires_at=expires, **about.facts(kecamatan)
    )
    if by_mail and contact and contact.email:
        link.mail_to = contact.email
        link.save(force_insert=True)
        return None
    url, secret = draw(link)
    link.save(force_insert=True)
    words = text(link, url, the_office())
    return Shown(link, url, secret, words, whatsapp.link(contact.phone, words) if contact else "")


def text(link: PersonalLink, url: str, office: Office) -> str:
    """For WhatsApp: names no family and not the code."""
    until = tanggal(timezone.localtime(link.expires_at).date())
    return TEXT.format(place=link.place, office=office, what=about_words(link), until=until, url=url)


def about_words(link: PersonalLink) -> str:
    """What is to be confirmed: the letter by number and date, or the schedule by name."""
    if link.schedule:
        return str(link.schedule).replace("Jadwal", "jadwal", 1)
    document = link.letter.document if link.letter else None
    if document is None:
        raise ValueError(f"link {link.pk} is about nothing that was issued")
    return f"surat pemberitahuan nomor {document.number} tanggal {tanggal(document.dated)}"


@transaction.atomic
def revoke(link: PersonalLink, *, by: User) -> None:
    """End a link that has not been used; the same click again changes nothing."""
    locked = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if locked.used_at:
        raise DomainError("Tautan ini sudah dipakai untuk konfirmasi, jadi tidak dapat dicabut.")
    if not locked.revoked_at:
        PersonalLink.objects.filter(pk=locked.pk).update(revoked_at=timezone.now())
