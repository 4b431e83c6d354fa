"""A letter's way: draft, submitted, approved by who signs it, numbered and issued. No number before approval."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.audit.history import authored
from pkh_sembako.deadlines.services import bell
from pkh_sembako.documents import matters, placeholders
from pkh_sembako.documents.enums import LETTER_PREFIX, LetterShape, LetterState
from pkh_sembako.documents.kinds import KINDS, Kind
from pkh_sembako.documents.models import Document, DocumentState, Letter, LetterTemplate
from pkh_sembako.documents.services import numbers, templates
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.enums import Capacity, Post
from pkh_sembako.office.models import Official

MOST_ROWS = 200


@dataclass(frozen=True)
class Content:
    """What is typed into a letter; `rows` are dicts of the kind's columns."""

    subject: str
    dated: date
    blocks: dict[str, str]
    matter: str = ""
    addressees: list[str] = field(default_factory=list)
    attachment: str = ""
    details: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    signer: str = Post.KADIS


@transaction.atomic
def draft(kind: Kind, content: Content, *, template: LetterTemplate, by: User) -> Letter:
    """Keep a new draft made from `template`; it may be changed until it is submitted."""
    letter = Letter(kind=kind.code, template=template, by=by, **_checked(kind, content))
    authored(letter, by=by, reason="Konsep disusun")
    letter.save(force_insert=True)
    return letter


@transaction.atomic
def change(letter: Letter, content: Content, *, by: User) -> Letter:
    """Replace the draft's content."""
    letter = _locked(letter, LetterState.DRAFT)
    for name, value in _checked(KINDS[letter.kind], content).items():
        setattr(letter, name, value)
    authored(letter, by=by, reason="Diubah")
    letter.save()
    return letter


def _checked(kind: Kind, content: Content) -> dict[str, Any]:
    """The columns of the letter; DomainError says what is missing for this kind."""
    if kind.shape == LetterShape.ADDRESSED and not content.addressees:
        raise DomainError("Tulis kepada siapa surat ini, satu penerima per baris.")
    if kind.rows_needed and not content.rows:
        raise DomainError(f"Isi sedikitnya satu baris pada {kind.rows_title}.")
    if len(content.rows) > MOST_ROWS:
        raise DomainError(f"Paling banyak {MOST_ROWS} baris pada {kind.rows_title}.")
    if content.matter and content.matter not in dict(matters.choices(kind.matter)):
        raise DomainError("Siklus, penetapan, atau jawaban yang dipilih tidak ada lagi.")
    if kind.matter_needed and not content.matter:
        raise DomainError("Pilih penetapan atau jawaban yang menjadi dasar surat ini.")
    values = vars(content) | {"blocks": templates.checked(kind, content.blocks)}
    _refuse_missing(kind, values["blocks"], set(matters.facts(content.matter)))
    return values


def _refuse_missing(kind: Kind, blocks: dict[str, str], known: set[str]) -> None:
    """A word of the matter cannot be filled when the letter belongs to none."""
    from_matter = set(kind.allowed) - {"dinas", "pemerintah", "kabupaten", "tanggal", "hal"}
    from_matter -= {detail.name for detail in kind.details}
    for block in kind.blocks:
        if missing := sorted((placeholders.used(blocks[block.name]) & from_matter) - known):
            raise DomainError(
                f"Bagian {block.label} memakai isian “{missing[0]}”, tetapi surat ini belum dikaitkan dengan siklus. "
                "Pilih siklusnya atau hapus isian itu."
            )


@transaction.atomic
def submit(letter: Letter, *, by: User, tell: bool = True) -> Letter:
    """Ask the signer's approval; from now on the content stays. `tell=False`: the caller tells of many at once."""
    letter = _locked(letter, LetterState.DRAFT)
    if signing_official(letter.signer, letter.dated) is None:
        raise DomainError(
            f"Belum ada pejabat {Post(letter.signer).label} yang menjabat pada {tanggal(letter.dated)}. "
            "Minta administrator melengkapi daftar pejabat."
        )
    letter = _move(letter, LetterState.SUBMITTED, "Diajukan", by, returned_reason="")
    if tell:
        _tell(holders(letter.signer), letter, f"{letter} menunggu persetujuan Anda.")
    return letter


@transaction.atomic
def approve(letter: Letter, *, by: User) -> Letter:
    """The signer approves what was submitted; the facts of the matter are kept as they are now."""
    letter = _locked(letter, LetterState.SUBMITTED)
    _refuse_other(letter, by)
    if letter.by_id == by.pk:
        raise DomainError("Surat tidak dapat disetujui oleh yang menyusunnya.")
    facts = matters.facts(letter.matter)
    if letter.matter and not facts:
        raise DomainError(
            "Siklus, penetapan, atau jawaban pengaduan surat ini tidak ada lagi. Kembalikan agar diperbaiki."
        )
    return _move(letter, LetterState.APPROVED, "Disetujui", by, facts=facts, approved_by=by, approved_at=timezone.now())


@transaction.atomic
def return_(letter: Letter, *, reason: str, by: User, tell: bool = True) -> Letter:
    """Back to the drafter with a reason. `tell=False`: the caller tells of many at once."""
    letter = _locked(letter, LetterState.SUBMITTED)
    _refuse_other(letter, by)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Tulis alasan pengembalian.")
    letter = _move(letter, LetterState.DRAFT, "Dikembalikan", by, returned_reason=reason[:300])
    if tell:
        _tell([letter.by], letter, f"{letter} dikembalikan: {reason[:300]}")
    return letter


@transaction.atomic
def withdraw(letter: Letter, *, by: User) -> None:
    """Throw a draft away; nothing that was ever submitted and stands in the chain can be."""
    letter = _locked(letter, LetterState.DRAFT)
    authored(letter, by=by, reason="Konsep dihapus")
    letter.delete()


@transaction.atomic
def issue(letter: Letter, *, dated: date, number: str, by: User) -> Document:
    """Draw the number and make the document; the caller prints it in the same transaction (`exports.publishing`)."""
    letter = _locked(letter, LetterState.APPROVED)
    if dated > timezone.localdate():
        raise DomainError("Tanggal surat paling lambat hari ini, karena surat bernomor sudah terbit.")
    if signing_official(letter.signer, dated) is None:
        raise DomainError(f"Belum ada pejabat {Post(letter.signer).label} yang menjabat pada {tanggal(dated)}.")
    written = numbers.draw(dated=dated, typed=number, by=by)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                kind=f"{LETTER_PREFIX}{letter.kind}",
                title=title_of(letter),
                number=written,
                dated=dated,
                subject=f"letter:{letter.pk}",
                by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"Nomor {written} baru saja dipakai dokumen lain.") from error
    _move(letter, LetterState.ISSUED, "Diterbitkan", by, document=document)
    return document


@transaction.atomic
def cancel(letter: Letter, *, reason: str, by: User) -> Letter:
    """Take back an approved or issued letter, for good; its number stays in the register as cancelled."""
    letter = _locked(letter, LetterState.APPROVED, LetterState.ISSUED)
    if not by.has_role(letter.signer):
        raise DomainError(f"Surat ini dibatalkan oleh {Post(letter.signer).label}, bukan Anda.")
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Tulis alasan pembatalan surat.")
    facts = {"cancelled_by": by, "cancelled_at": timezone.now(), "cancelled_reason": reason[:200]}
    letter = _move(letter, LetterState.CANCELLED, "Dibatalkan", by, **facts)
    if letter.document:
        letter.document.state = DocumentState.VOID
        letter.document.save(update_fields=["state"])
        numbers.void_of(letter.document, reason=letter.cancelled_reason)
    _tell([letter.by], letter, f"{letter} dibatalkan: {letter.cancelled_reason}")
    return letter


def may_cancel(letter: Letter, user: User) -> bool:
    return letter.state in (LetterState.APPROVED, LetterState.ISSUED) and user.has_role(letter.signer)


def title_of(letter: Letter) -> str:
    """As the list of documents names it."""
    return f"{KINDS[letter.kind].title}: {letter.subject}"[:200]


def signing_official(post: str, day: date, person: User | None = None) -> Official | None:
    """Who signs for the post on that day: the person's own row first, then whoever came last; never a vacancy."""
    rows = Official.objects.in_force(day).filter(post=post).exclude(capacity=Capacity.VACANT).order_by("-starts")
    found = list(rows)
    own = [row for row in found if person is not None and row.user_id == person.pk]
    return next(iter([*own, *found]), None)


def holders(post: str) -> list[User]:
    """Whoever may approve for the post today."""
    postings = Posting.objects.in_force().filter(role=post, user__is_active=True).select_related("user")
    return [posting.user for posting in postings]


def _tell(users: list[User], letter: Letter, text: str) -> None:
    bell.tell(users, text=text, url=reverse("outgoing", args=[letter.pk]))


def _refuse_other(letter: Letter, by: User) -> None:
    if not by.has_role(letter.signer):
        raise DomainError(f"Surat ini menunggu {Post(letter.signer).label}, bukan Anda.")


def _locked(letter: Letter, *states: LetterState) -> Letter:
    """The letter as it is now, held to the end of the transaction; DomainError when somebody was faster."""
    found = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if found is None or found.state not in states:
        now = found.get_state_display().lower() if found else "dihapus"
        raise DomainError(f"Surat ini sekarang {now}. Muat ulang halaman.")
    return found


def _move(letter: Letter, state: LetterState, words: str, by: User, **changes: Any) -> Letter:
    letter.state = state
    for name, value in changes.items():
        setattr(letter, name, value)
    authored(letter, by=by, reason=words)
    letter.save()
    return letter
