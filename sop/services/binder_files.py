"""Which stored files belong to a cycle's berkas, in the folders of the archive, for one reader.

Whoever does not work for the whole kabupaten gets the evidence of their own kecamatan; the rest is named as left out.
"""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Q

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Document, IncomingLetter, Letter
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from programs.models import Determination, KroscekScan
from sop import labels
from sop.models import Cycle, Event, Evidence
from sop.services import binder_cards
from sop.services.binder_parts import EVIDENCE, FOLDERS, LETTERS, LISTS, REPORTS, SIGNED, Contents, Item


def gather(cycle: Cycle, *, reader: User) -> Contents:
    """A fixed number of queries, however many files."""
    whole = reader.sees_kabupaten and reader.may(Permission.REVEAL_IDENTITY)
    papers = list(_determinations(cycle))
    letters = [*_letters(cycle), *_letters_sent(cycle, papers), *_receipts(papers)] if whole else []
    items = letters + ([*_reports(papers)] if whole else [])
    items += [*binder_cards.reports(cycle), *binder_cards.schedule_papers(cycle)] if whole else []
    items += binder_cards.told_papers(cycle, reader)
    items += _scans(cycle, reader)
    items += _evidence(cycle, reader)
    if whole:
        items += _lists(papers)
        return Contents(items)
    words = "Surat, Berita Acara, salinan bertanda tangan, dan daftar hanya untuk petugas tingkat kabupaten"
    return Contents(items, [f"{words}.", "Bukti dari kecamatan lain tidak disertakan."])


def _determinations(cycle: Cycle) -> Iterator[tuple[Determination, Document]]:
    """Each determined version with its document, the first version first."""
    found = list(Determination.objects.filter(ba__round=cycle.round).select_related("ba").order_by("ba__version"))
    subjects = [f"determination:{one.pk}" for one in found]
    documents = Document.objects.filter(subject__in=subjects).select_related("pdf", "signed", "workbook")
    by_subject = {document.subject: document for document in documents}
    for one in found:
        if document := by_subject.get(f"determination:{one.pk}"):
            yield one, document


def _letters(cycle: Cycle) -> Iterator[Item]:
    """Letters that set a limit of Kemensos, and those whose number the record of a step names as its source."""
    of_limits: set[int] = set()
    for limit in cycle.limits.select_related("letter__file", "file").order_by("id"):
        stored = limit.file or (limit.letter.file if limit.letter else None)
        if stored and limit.letter_id not in of_limits:
            yield Item(LETTERS, str(limit.letter or "Sumber batas Kemensos"), stored, limit.note)
        if limit.letter_id:
            of_limits.add(limit.letter_id)
    yield from _letters_named(cycle, of_limits)


def _letters_named(cycle: Cycle, already: set[int]) -> Iterator[Item]:
    named = Event.objects.filter(cycle=cycle).exclude(reference="").values_list("reference", flat=True)
    references = list(named.distinct())
    if not references:
        return
    letters = (
        IncomingLetter.objects.filter(file__isnull=False)
        .exclude(letter_number="")
        .exclude(pk__in=already)
        .select_related("file")
    )
    for letter in letters.order_by("received_on", "id").iterator():
        if letter.file and any(letter.letter_number in reference for reference in references):
            yield Item(LETTERS, str(letter), letter.file, f"Diterima {tanggal(letter.received_on)}")


def _letters_sent(cycle: Cycle, papers: list[tuple[Determination, Document]]) -> Iterator[Item]:
    """Letters of the office about the Round or one of its determined versions; the signed copy where there is one."""
    matters = [f"round:{cycle.round_id}", *(f"determination:{one.pk}" for one, _ in papers)]
    sent = Letter.objects.filter(matter__in=matters, document__isnull=False)
    for letter in sent.select_related("document__pdf", "document__signed").order_by("dated", "id"):
        document = letter.document
        if document and (stored := document.signed or document.pdf):
            cancelled = f". DIBATALKAN: {letter.cancelled_reason}" if letter.cancelled_at else ""
            words = f"Tertanggal {tanggal(document.dated)}{cancelled}"
            yield Item(LETTERS, f"{letter} Nomor {document.number}", stored, words)


def _receipts(papers: list[tuple[Determination, Document]]) -> Iterator[Item]:
    for one, document in papers:
        for receipt in one.receipts.filter(evidence__isnull=False).select_related("evidence").order_by("id"):
            words = f"Dikirim {tanggal(receipt.sent_on)}, diterima {receipt.receiver}"
            if receipt.evidence:
                yield Item(LETTERS, f"Tanda terima {document.number}", receipt.evidence, words)


def _reports(papers: list[tuple[Determination, Document]]) -> Iterator[Item]:
    """Every version as issued, then every signed copy."""
    for one, document in papers:
        if document.pdf:
            words = f"Versi {one.ba.version}, hash daftar {one.list_hash}"
            yield Item(REPORTS, f"Berita Acara {document.number}", document.pdf, words)
    for one, document in papers:
        if document.signed:
            signed = f", ditandatangani {tanggal(document.signed_on)}" if document.signed_on else ""
            words = f"Versi {one.ba.version}{signed}"
            yield Item(SIGNED, f"Berita Acara bertanda tangan {document.number}", document.signed, words)


def _scans(cycle: Cycle, reader: User) -> Iterator[Item]:
    """Kroscek sheets that came back signed."""
    scans = KroscekScan.objects.visible_to(reader).filter(round=cycle.round).select_related("file", "desa", "by")
    for scan in scans.order_by("desa__kecamatan__name", "desa__name", "id"):
        folder = f"{SIGNED}/lembar-kroscek"
        yield Item(folder, f"Lembar kroscek {scan.desa}", scan.file, f"Diunggah {scan.by}")


def _evidence(cycle: Cycle, reader: User) -> Iterator[Item]:
    found = Evidence.objects.visible_to(reader).filter(Q(step_run__cycle=cycle), file__isnull=False)
    related = found.select_related("file", "by", "step_run__step", "assignment__kecamatan")
    for one in related.order_by("step_run__step__no", "assignment__kecamatan__name", "id"):
        step = one.step_run.step
        place = f" Kec. {one.assignment.kecamatan}" if one.assignment else ""
        title = f"Langkah {step.no} {labels.title(step)}{place}"
        if one.file:
            yield Item(f"{EVIDENCE}/langkah-{step.no:02}", title, one.file, f"{one.by}. {one.note}".strip())


def _lists(papers: list[tuple[Determination, Document]]) -> Iterator[Item]:
    for one, document in papers:
        if document.workbook:
            words = f"{one.families} keluarga, {one.payable} layak bayar"
            yield Item(LISTS, f"Daftar versi {one.ba.version}, {document.number}", document.workbook, words)


def counted(contents: Contents) -> list[tuple[str, int]]:
    """How many files each folder will have, for the page."""
    numbers = Counter(item.folder.split("/")[0] for item in contents.items)
    return [(label, numbers[folder]) for folder, label in FOLDERS.items()]
