"""What a cycle's berkas tells of its cards and letters (SOP Sembako 4-10): files and tables. Empty for other SOPs."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import Download
from pkh_sembako.lib.dates import hari_tanggal, tanggal, tanggal_jam
from pkh_sembako.lib.numbers import thousands
from programs.models import KksBeritaAcara, KksSchedule, KksScheduleReceipt, KksSlot, KksTally
from programs.services.kks.papers import PAPERS_JOB
from sop.models import Cycle, DesaInformed
from sop.services.binder_parts import CARDS, EVIDENCE, LETTERS, REPORTS, SIGNED, Item, Table

TOTALS = ("received", "handed_over", "to_do", "returned", "lost", "replaced")


def reports(cycle: Cycle) -> Iterator[Item]:
    """Berita Acara of each desa: the signed scan where there is one, else the paper as issued; every version."""
    found = KksBeritaAcara.objects.filter(round=cycle.round_id).select_related(
        "desa__kecamatan", "round", "document__pdf", "document__signed", "replaced_by"
    )
    for one in found.order_by("desa__kecamatan__name", "desa__name", "-kind", "version"):
        document = one.document
        if stored := document.signed or document.pdf:
            later = " DIGANTIKAN versi sesudahnya." if hasattr(one, "replaced_by") else ""
            state = "Final, bertanda tangan." if document.signed else "Belum bertanda tangan."
            folder = f"{SIGNED if document.signed else REPORTS}/kartu"
            note = f"Kec. {one.desa.kecamatan}. {thousands(len(one.rows))} kartu. {state}{later}"
            yield Item(folder, f"{one} Nomor {document.number}", stored, note)


def schedule_papers(cycle: Cycle) -> Iterator[Item]:
    """The bank's own jadwal, and what the kecamatan sent when they had it."""
    for schedule in KksSchedule.objects.filter(round=cycle.round_id).select_related("evidence", "round"):
        if schedule.evidence:
            yield Item(LETTERS, f"{schedule} dari bank", schedule.evidence, schedule.get_state_display())
    for receipt in _receipts(cycle).filter(evidence__isnull=False):
        if receipt.evidence:
            yield Item(
                f"{EVIDENCE}/jadwal", f"Kec. {receipt.kecamatan} menerima jadwal", receipt.evidence, receipt.note
            )


def told_papers(cycle: Cycle, reader: User) -> Iterator[Item]:
    """What shows that desa were told, one item for a file that stands for several."""
    seen = set()
    for row in _told(cycle, reader).filter(evidence__isnull=False):
        if row.evidence and row.evidence_id not in seen:
            seen.add(row.evidence_id)
            yield Item(f"{EVIDENCE}/desa", f"Pemberitahuan desa Kec. {row.desa.kecamatan}", row.evidence, row.said_by)


def tables(cycle: Cycle, *, reader: User, zone: ZoneInfo) -> list[Table]:
    """Of what the cycle has; a PKH cycle has none of it. A fixed number of queries."""
    found = [
        _told_table(cycle, reader, zone),
        _slots(cycle, reader),
        _receipts_table(cycle, reader, zone),
        _sheets(cycle, reader, zone),
        _totals(cycle, reader),
        _reports_table(cycle, reader, zone),
    ]
    return [table for table in found if table.rows]


def _told(cycle: Cycle, reader: User) -> QuerySet[DesaInformed]:
    rows = DesaInformed.objects.visible_to(reader).filter(cycle=cycle)
    related = rows.select_related("desa__kecamatan", "by", "link", "evidence")
    return related.order_by("desa__kecamatan__name", "desa__name")


def _told_table(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    rows = [
        (
            str(row.desa.kecamatan),
            str(row.desa),
            tanggal(row.informed_on),
            row.get_channel_display(),
            f"{row.said_by}{' (dicatat Dinas)' if row.recorded_for else ''}, {tanggal_jam(row.at, zone)}",
            row.evidence.sha256 if row.evidence else "",
        )
        for row in _told(cycle, reader)
    ]
    heads = ("Kecamatan", "Desa", "Diberi tahu", "Cara", "Oleh", "Bukti (SHA-256)")
    return Table("Desa yang diberi tahu", heads, rows, LETTERS)


def _slots(cycle: Cycle, reader: User) -> Table:
    found = KksSlot.objects.visible_to(reader).filter(schedule__round=cycle.round_id)
    rows = [
        (
            f"{slot.schedule.version}: {slot.schedule.get_state_display()}",
            f"{hari_tanggal(slot.day)}, {slot.start:%H.%M}–{slot.end:%H.%M}",
            f"{slot.desa.name}, Kec. {slot.desa.kecamatan}",
            slot.place,
            str(slot.team),
            thousands(slot.cards),
            slot.officers,
        )
        for slot in found.select_related("schedule", "desa__kecamatan").order_by(
            "schedule__version", "day", "start", "team"
        )
    ]
    heads = ("Versi", "Waktu", "Desa", "Tempat", "Tim", "Kartu", "Petugas")
    return Table("Jadwal pendistribusian", heads, rows, CARDS)


def _receipts(cycle: Cycle) -> QuerySet[KksScheduleReceipt]:
    found = KksScheduleReceipt.objects.filter(schedule__round=cycle.round_id)
    return found.select_related("schedule", "kecamatan", "by", "evidence").order_by("schedule", "kecamatan__name")


def _receipts_table(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    found = _receipts(cycle)
    if not reader.sees_kabupaten:
        found = found.filter(kecamatan__in=reader.kecamatan_codes)
    rows = [
        (
            str(row.schedule.version),
            str(row.kecamatan),
            tanggal_jam(row.at, zone),
            f"{row.said_by}{' (dicatat Dinas)' if row.recorded_for else ''}",
            row.note,
        )
        for row in found
    ]
    return Table("Penerimaan jadwal", ("Versi", "Kecamatan", "Waktu", "Oleh", "Catatan"), rows, CARDS)


def _sheets(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    """Lists to sign, invitations and workbooks that were made of the schedule; they themselves expire."""
    ids = list(KksSchedule.objects.filter(round=cycle.round_id).values_list("pk", flat=True))
    found = Download.objects.filter(job__kind=PAPERS_JOB, job__arguments__schedule__in=ids).select_related("user")
    if not reader.sees_kabupaten:
        found = found.visible_to(reader)
    rows = [(one.title, str(one.user), tanggal_jam(one.at, zone), one.purpose) for one in found.order_by("at")]
    return Table("Berkas jadwal yang dibuat", ("Berkas", "Oleh", "Waktu", "Keperluan"), rows, CARDS)


def _totals(cycle: Cycle, reader: User) -> Table:
    """Received = handed over + to be done + returned + lost + replaced, desa by desa."""
    found = KksTally.objects.filter(round=cycle.round_id, received__gt=0)
    if not reader.sees_kabupaten:
        found = found.filter(Q(desa__kecamatan__in=reader.kecamatan_codes) | Q(desa__in=reader.desa_codes))
    rows = [
        (str(row.desa.kecamatan), row.desa.name, *(thousands(getattr(row, name)) for name in TOTALS))
        for row in found.select_related("desa__kecamatan").order_by("desa__kecamatan__name", "desa__name")
    ]
    heads = ("Kecamatan", "Desa", "Diterima", "Diserahkan", "Belum", "Dikembalikan", "Hilang", "Diganti")
    return Table("Jumlah kontrol kartu", heads, rows, CARDS)


def _reports_table(cycle: Cycle, reader: User, zone: ZoneInfo) -> Table:
    found = KksBeritaAcara.objects.visible_to(reader).filter(round=cycle.round_id)
    rows = [
        (
            f"{one.desa.name}, Kec. {one.desa.kecamatan}",
            f"{one.get_kind_display()} versi {one.version}",
            one.document.number,
            one.document.get_state_display(),
            thousands(len(one.rows)),
            one.list_hash,
        )
        for one in found.select_related("desa__kecamatan", "document").order_by(
            "desa__kecamatan__name", "desa__name", "-kind", "version"
        )
    ]
    heads = ("Desa", "Jenis", "Nomor", "Keadaan", "Kartu", "Hash daftar (SHA-256)")
    return Table("Berita Acara kartu", heads, rows, CARDS)
