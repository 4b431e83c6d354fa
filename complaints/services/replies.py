"""An answer goes back by the channel the complaint came in, and its sending is recorded with proof, once (trigger).

A screenshot or a scan, words of who gave it and how; of e-mail the sending itself; of a letter its number.
"""

from django.core.files.uploadedfile import UploadedFile
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from complaints.enums import Intake
from complaints.models import Complaint, Reply
from complaints.queries import replies as queries
from complaints.services import door, pictures
from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.documents.enums import LetterKind
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import files, letters, templates
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.office.queries import the_office

BODY = """{greeting},

Menjawab laporan Anda nomor {ticket} tentang {subject}:

{text}

Bila jawaban ini belum menyelesaikan masalah Anda, buka halaman Lacak pengaduan dengan nomor dan kode laporan Anda.

{office}
"""


@transaction.atomic
def mark_sent(reply: Reply, *, note: str = "", upload: UploadedFile | None = None, by: User) -> Reply:
    """It reached the citizen: with a picture or scan, or words that say how; a numbered letter is proof enough."""
    current = _open(reply, by)
    letter = queries.letter_of(current)
    document = letter.document if letter and letter.document else None
    note = " ".join(note.split()) or (f"Surat nomor {document.number}" if document else "")
    if not (note or upload):
        raise DomainError("Unggah bukti pengiriman, atau tulis kepada siapa dan bagaimana jawaban disampaikan.")
    if upload:
        data, name, kind = pictures.cleaned(upload)
        current.sent_proof = files.keep(data, name=name, content_type=kind, by=by)
    current.letter = document
    return _sent(current, note, by=by)


@transaction.atomic
def mail(reply: Reply, *, by: User) -> None:
    """Let the worker send it to the reporter's address; whoever orders it need not know the address."""
    current = _open(reply, by)
    if not current.complaint.reporter_email:
        raise DomainError("Pelapor tidak memberi alamat pos-el. Sampaikan lewat saluran lain.")
    jobs.enqueue(queries.MAIL_JOB, {"reply": current.pk}, by=by, key=str(current.pk))


def deliver(reply: int, *, by: User) -> bool:
    """The worker's part, inside its transaction: send, and record the sending. False when it went out already."""
    held = Reply.objects.select_for_update(of=("self",)).select_related("complaint").get(pk=reply)
    if held.sent_at:
        return False
    complaint = held.complaint
    if Complaint.objects.filter(pk=complaint.pk, accusations__user=by).exists():
        raise DomainError("Yang diadukan tidak menyampaikan jawaban atas pengaduan tentang dirinya.")
    try:
        _message(held).send()
    except OSError as error:  # smtplib's refusals are OSErrors too
        raise DomainError(
            "Peladen pos-el menolak atau tidak terjangkau. Coba lagi, atau pakai saluran lain."
        ) from error
    moment = tanggal_jam(timezone.localtime())
    _sent(held, f"Dikirim peladen pos-el ke alamat yang diberikan pelapor, {moment}", by=by)
    return True


@transaction.atomic
def order_letter(reply: Reply, *, addressee: str, signer: str, by: User) -> Letter:
    """A formal letter with this answer, waiting for its signer; numbered by the sekretariat once approved."""
    current = _open(reply, by)
    if not by.may(Permission.HANDLE_COMPLAINTS):
        raise DomainError("Surat jawaban diajukan oleh petugas pengaduan.")
    if current.complaint.restricted:
        raise DomainError("Laporan khusus inspektorat tidak dijawab dengan surat bernomor. Cetak jawaban tanpa nomor.")
    if queries.letter_of(current):
        raise DomainError("Surat jawaban ini sudah diajukan.")
    kind = KINDS[LetterKind.JAWABAN]
    template = templates.current(kind)
    content = letters.Content(
        subject=f"Jawaban atas laporan {current.complaint.ticket}",
        dated=timezone.localdate(),
        blocks=dict(template.blocks),
        matter=queries.matter_key(current),
        addressees=[" ".join(addressee.split())],
        signer=signer,
    )
    return letters.submit(letters.draft(kind, content, template=template, by=by), by=by)


def _open(reply: Reply, by: User) -> Reply:
    """The answer as it is now, held; DomainError when it was sent meanwhile or is not this user's work."""
    current = Reply.objects.select_for_update(of=("self",)).select_related("complaint").get(pk=reply.pk)
    door.check(current.complaint, "note", by)
    if current.sent_at:
        raise DomainError(f"Jawaban ini sudah terkirim {tanggal_jam(timezone.localtime(current.sent_at))}.")
    return current


def _sent(reply: Reply, note: str, *, by: User) -> Reply:
    reply.sent_at, reply.sent_by, reply.sent_note = timezone.now(), by, note[:300]
    with guards_in_words():
        reply.save(update_fields=["sent_at", "sent_by", "sent_note", "sent_proof", "letter"])
    channel = Intake(reply.channel).label
    door.record(reply.complaint, by=by, note=f"Jawaban disampaikan lewat {channel}. {note}"[:2000])
    return reply


def _message(reply: Reply) -> EmailMessage:
    complaint = reply.complaint
    body = BODY.format(
        greeting=f"Yth. Bapak/Ibu {complaint.reporter_name}".strip(),
        ticket=complaint.ticket,
        subject=complaint.get_subject_display().lower(),
        text=reply.text,
        office=the_office(),
    )
    return EmailMessage(subject=f"Jawaban atas laporan {complaint.ticket}", body=body, to=[complaint.reporter_email])
