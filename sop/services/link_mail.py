"""Mails the personal links that wait: each is drawn, written and sent in one transaction, so no token is ever kept."""

import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from pkh_sembako.lib.dates import tanggal
from pkh_sembako.office.queries import the_office
from sop import links as queries
from sop.models import PersonalLink
from sop.services import links

log = logging.getLogger(__name__)

AT_ONCE = 60  # e-mails a run; the next run is a minute later
BODY = """Yth. {place},

{office} menyampaikan {what}.

Mohon dibaca dan dikonfirmasi paling lambat {until} melalui tautan ini:
{url}

Kode konfirmasi: {code}

Tautan dan kode ini hanya untuk satu surat dan satu kali konfirmasi. Mohon tidak diteruskan kepada pihak lain.
Bila pesan ini bukan untuk Anda, abaikan saja.

Pesan ini dikirim otomatis oleh {office}; tidak perlu dibalas.
"""


def send_waiting() -> int:
    """Send what waits, the oldest first; how many went out. A refused one is tried again the next minute."""
    waiting = PersonalLink.objects.to_mail().order_by("id").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_send(pk) for pk in list(waiting))


@transaction.atomic
def _send(pk: int) -> bool:
    """Hold the row while sending: a second worker skips it. A refused mail leaves no secret behind."""
    waiting = PersonalLink.objects.to_mail().filter(pk=pk).select_related(*queries.RELATED)
    link = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if link is None:
        return False
    if not queries.matter_stands(link):
        PersonalLink.objects.filter(pk=pk).update(revoked_at=timezone.now())
        return False
    url, code = links.draw(link)
    link.mail_attempts += 1
    try:
        _mail(link, url, code).send()
    except OSError as error:  # smtplib's refusals are OSErrors too
        log.warning("mail of personal link %s refused: %s", pk, error)
        PersonalLink.objects.filter(pk=pk).update(mail_attempts=link.mail_attempts)
        return False
    link.save(update_fields=["token_hash", "code_hash", "sent_at", "mail_attempts"])
    return True


def _mail(link: PersonalLink, url: str, code: str) -> EmailMessage:
    what = links.about_words(link)
    until = tanggal(timezone.localtime(link.expires_at).date())
    body = BODY.format(place=link.place, office=the_office(), what=what, until=until, url=url, code=code)
    return EmailMessage(subject=f"Mohon konfirmasi: {what}"[:120], body=body, to=[link.mail_to])
