"""Berita Acara serah terima and pengembalian of the cards of one desa: counted, numbered and frozen in one transaction.

Workbook and PDF are made from the frozen rows by a job; the signed scan makes the document final (documents.issuing).
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import numbers
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.enums import KksPaper
from programs.models import KksBeritaAcara, KksTally, Round
from programs.queries import kks_ba as queries
from programs.queries.kks_totals import PARTS
from programs.services.canonical import canonical_line

JOB = "kks.ba"
DOCUMENT_KINDS = {KksPaper.HAND_OVER: "ba_kks_serah", KksPaper.RETURN: "ba_kks_kembali"}
PURPOSES = {
    KksPaper.HAND_OVER: "Serah terima KKS kepada keluarga penerima",
    KksPaper.RETURN: "Pengembalian KKS kepada bank penyalur",
}


@dataclass(frozen=True)
class Signer:
    """One who signs, as printed. `institution`: Dinas Sosial, the desa, the bank."""

    institution: str
    title: str
    name: str
    nip: str = ""


@dataclass(frozen=True)
class Head:
    """What is typed for a paper: its date, its place, the three signers in the order of their pihak."""

    dated: date
    place: str
    signers: tuple[Signer, Signer, Signer]


def unmet(tally: KksTally | None, kind: str) -> str:
    """Why there is nothing to write, or ""."""
    if tally is None:
        return "Belum ada kartu desa ini yang diterima dari bank."
    if kind == KksPaper.HAND_OVER and not tally.handed_over:
        return "Belum ada kartu desa ini yang diserahkan."
    if kind == KksPaper.RETURN and not tally.returned:
        return "Belum ada kartu desa ini yang dikembalikan ke bank."
    return ""


@transaction.atomic
def make(
    the_round: Round, desa: Desa, kind: str, *, head: Head, number: str = "", reason: str = "", by: User
) -> KksBeritaAcara:
    """Freeze list and totals, draw the number, order the files. A further version names the earlier one and why.

    The desa's tally is held meanwhile, and a card cannot move without it: list and totals are of one moment.
    """
    tally = KksTally.objects.select_for_update().filter(round=the_round, desa=desa, received__gt=0).first()
    if told := unmet(tally, kind):
        raise DomainError(told)
    before = queries.newest(the_round, desa, kind)
    reason = " ".join(reason.split())[:200]
    if before and not reason:
        raise DomainError(f"{before} sudah terbit. Tulis mengapa dibuat versi baru.")
    rows = queries.rows(the_round, desa, kind)
    digest = hashlib.sha256(b"".join(canonical_line(row) for row in rows)).hexdigest()
    version = before.version + 1 if before else 1
    made = KksBeritaAcara.objects.create(
        round=the_round,
        desa=desa,
        kind=kind,
        version=version,
        replaces=before,
        reason=reason if before else "",
        **{part: getattr(tally, part) for part in PARTS},
        rows=rows,
        list_hash=digest,
        counted_at=timezone.now(),
        place=head.place,
        signers=[asdict(_checked(one)) for one in head.signers],
        document=_document(the_round, desa, kind, version, digest, head.dated, number, by),
        by=by,
    )
    publish_later(made, by=by)
    return made


def _checked(signer: Signer) -> Signer:
    if not signer.name.strip() or not signer.title.strip():
        raise DomainError(f"Isi nama dan jabatan penanda tangan dari {signer.institution}.")
    return signer


def _document(
    the_round: Round, desa: Desa, kind: str, version: int, digest: str, dated: date, number: str, by: User
) -> Document:
    if dated > timezone.localdate():
        raise DomainError("Tanggal Berita Acara tidak boleh sesudah hari ini.")
    later = f" (versi {version})" if version > 1 else ""
    written = numbers.draw(dated=dated, typed=number, by=by)
    try:
        with transaction.atomic():
            return Document.objects.create(
                kind=DOCUMENT_KINDS[KksPaper(kind)],
                title=f"Berita Acara {KksPaper(kind).label.lower()} KKS {desa}, {the_round}{later}"[:200],
                number=written,
                dated=dated,
                subject=f"{DOCUMENT_KINDS[KksPaper(kind)]}:{the_round.pk}:{desa.pk}:{version}",
                list_hash=digest,
                by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"Nomor {written} baru saja dipakai dokumen lain.") from error


def publish_later(paper: KksBeritaAcara, *, by: User) -> None:
    """Order workbook and PDF; what is there already stays as it is."""
    jobs.enqueue(JOB, {"paper": paper.pk}, by=by, key=str(paper.pk))
