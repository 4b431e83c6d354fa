"""Surat pemberitahuan to every camat, made in one go, and the desa that were told (SOP Sembako 4-5)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.services import bell
from pkh_sembako.documents.enums import LetterKind, LetterState
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import files, letters, templates
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Desa, Kecamatan
from sop import notices as queries
from sop.models import Cycle, DesaInformed, Notice

KIND = KINDS[LetterKind.PEMBERITAHUAN]


@transaction.atomic
def make(cycle: Cycle, *, by: User) -> int:
    """A draft for every kecamatan of the round's list that has none in force; the number made. All or nothing."""
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=cycle.pk)
    if not cycle.is_running:
        raise DomainError(f"Siklus {cycle} tidak sedang berjalan.")
    sizes = queries.families(cycle)
    if not sizes:
        raise DomainError(f"Belum ada keluarga pada daftar {cycle.round}.")
    known = {one.kecamatan_id: one for one in Notice.objects.filter(cycle=cycle).select_related("letter")}
    missing = [
        kecamatan
        for kecamatan in Kecamatan.objects.filter(pk__in=sizes).order_by("name")
        if kecamatan.pk not in known or known[kecamatan.pk].letter.state == LetterState.CANCELLED
    ]
    if not missing:
        raise DomainError("Surat untuk setiap kecamatan sudah dibuat.")
    template = templates.current(KIND)
    for kecamatan in missing:
        content = _content(cycle, kecamatan, sizes[kecamatan.pk], dict(template.blocks))
        letter = letters.draft(KIND, content, template=template, by=by)
        Notice.objects.update_or_create(cycle=cycle, kecamatan=kecamatan, defaults={"letter": letter})
    return len(missing)


def _content(cycle: Cycle, kecamatan: Kecamatan, sizes: dict[str, int], blocks: dict[str, str]) -> letters.Content:
    """The office's text, with the families of this kecamatan and a row for each desa."""
    total = thousands(sum(sizes.values()))
    blocks["pembuka"] += (
        f"\nPada daftar {cycle.round} terdapat {total} keluarga di Kecamatan {kecamatan}, pada "
        f"{len(sizes)} desa/kelurahan, dengan rincian sebagai berikut."
    )
    return letters.Content(
        subject=f"Pemberitahuan data penerima {cycle.round}",
        dated=timezone.localdate(),
        blocks=blocks,
        matter=f"round:{cycle.round_id}",
        addressees=[f"Camat {kecamatan}"],
        rows=[{"wilayah": desa, "jumlah": thousands(count), "keterangan": ""} for desa, count in sizes.items()],
    )


@transaction.atomic
def submit(cycle: Cycle, *, by: User) -> int:
    """Ask approval of all drafts of the cycle; the signer is told once. The number submitted."""
    drafts = Letter.objects.filter(notice__cycle=cycle, state=LetterState.DRAFT).order_by("pk")
    found = [letters.submit(letter, by=by, tell=False) for letter in drafts]
    if not found:
        raise DomainError("Tidak ada konsep surat yang dapat diajukan.")
    for post, number in Counter(letter.signer for letter in found).items():
        text = f"{number} surat pemberitahuan {cycle} menunggu persetujuan Anda."
        bell.tell(letters.holders(post), text=text, url=reverse("notices_approve", args=[cycle.pk]), tone="proses")
    return len(found)


@transaction.atomic
def inform(
    cycle: Cycle,
    kecamatan: Kecamatan,
    desa: Sequence[Desa],
    *,
    on: date,
    channel: str,
    by: User,
    upload: UploadedFile | None = None,
) -> int:
    """These desa know: said by the kecamatan or by the desa itself, or by the Dinas with evidence. The number newly
    recorded."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    refuse(cycle, kecamatan, desa, on)
    is_own = kecamatan.pk in by.kecamatan_codes or all(each.pk in by.desa_codes for each in desa)
    if not is_own and upload is None:
        raise DomainError("Unggah bukti dari kecamatan, misalnya surat atau tangkapan pesan.")
    known = set(DesaInformed.objects.filter(cycle=cycle, desa__in=desa).values_list("desa", flat=True))
    fresh = [each for each in desa if each.pk not in known]
    if not fresh:
        raise DomainError("Desa yang dipilih sudah tercatat diberi tahu.")
    evidence = files.store(upload, by=by) if upload else None
    facts = {"informed_on": on, "channel": channel, "by": by, "recorded_for": not is_own, "evidence": evidence}
    DesaInformed.objects.bulk_create(DesaInformed(cycle=cycle, desa=each, **facts) for each in fresh)
    return len(fresh)


def refuse(cycle: Cycle, kecamatan: Kecamatan, desa: Sequence[Desa], on: date) -> None:
    """DomainError when no desa of the kecamatan can have been told on that day."""
    if not cycle.is_running:
        raise DomainError("Siklus ini tidak sedang berjalan.")
    notice = Notice.objects.filter(cycle=cycle, kecamatan=kecamatan).select_related("letter__document").first()
    document = notice.letter.document if notice and notice.letter.state == LetterState.ISSUED else None
    if document is None:
        raise DomainError(f"Surat pemberitahuan untuk Kecamatan {kecamatan} belum terbit.")
    if on > timezone.localdate():
        raise DomainError("Tanggal pemberitahuan paling lambat hari ini.")
    if on < document.dated:
        raise DomainError("Tanggal pemberitahuan tidak dapat mendahului tanggal surat.")
    if any(each.kecamatan_id != kecamatan.pk for each in desa):
        raise DomainError(f"Pilih desa di Kecamatan {kecamatan}.")
