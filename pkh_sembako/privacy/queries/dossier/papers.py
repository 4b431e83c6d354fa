"""Sections of complaints, requests, files, and of whom the data were handed to."""

from typing import Any

from complaints.enums import Disclosure
from complaints.models import Clarification, Complaint, Objection
from pkh_sembako.lib.names import searchable
from pkh_sembako.privacy.models import DataRequest
from pkh_sembako.privacy.queries.dossier.frame import Gather, Section, Subject
from programs.models import BankData, Determination, KksEvent, KroscekScan, Receipt, RoundEntry

Rows = list[tuple[Any, ...]]


def _own_complaints(subject: Subject) -> list[Complaint]:
    """Those whose reporter is this person by name. What somebody else wrote about the family stays theirs."""
    found = Complaint.objects.filter(household=subject.household).exclude(disclosure=Disclosure.ANONYMOUS)
    name = searchable(subject.member.name)
    return [each for each in found.order_by("pk") if searchable(each.reporter_name) == name]


def complaints(subject: Subject) -> Section:
    rows: Rows = [
        (each.ticket, each.received_at, each.get_subject_display(), each.story, each.get_state_display(),
         each.reporter_phone, each.reporter_email)
        for each in _own_complaints(subject)
    ]  # fmt: skip
    columns = ("Nomor", "Diterima", "Perihal", "Uraian", "Keadaan", "Nomor HP", "Pos-el")
    note = "Hanya pengaduan atas nama orang ini. Pengaduan orang lain dan yang anonim tidak dimuat (Pasal 33 huruf b)."
    return Section("pengaduan", "Pengaduan sendiri", columns, rows, note)


def complaint_course(subject: Subject) -> Section:
    rows: Rows = []
    for each in _own_complaints(subject):
        rows += [(each.ticket, line.at, line.past, line.public_note, subject.who(line.by) if line.by else "Pelapor")
                 for line in each.events.select_related("by")]  # fmt: skip
        rows += [(each.ticket, reply.sent_at or reply.at, "Jawaban", reply.text, subject.who(reply.by))
                 for reply in each.replies.select_related("by")]  # fmt: skip
        rows += [(each.ticket, one.at, "Perbaikan data diusulkan", str(one), subject.who(one.by))
                 for one in each.corrections.select_related("by")]  # fmt: skip
        rows += [(each.ticket, one.at, "Ditanyakan ke instansi lain", str(one), subject.who(one.by))
                 for one in each.referrals.select_related("by")]  # fmt: skip
    columns = ("Nomor", "Waktu", "Kejadian", "Isi", "Oleh")
    return Section("riwayat_pengaduan", "Riwayat pengaduan", columns, rows)


def clarifications(subject: Subject) -> Section:
    """What was declared at the counter for this family; of another member only that it was."""
    found = Clarification.objects.filter(household=subject.household).select_related("complaint", "document", "by")
    rows: Rows = [
        (each.complaint.ticket, each.at, each.get_reason_display(), _declared(each, subject), each.state[0],
         subject.who(each.by))
        for each in found
    ]  # fmt: skip
    columns = ("Nomor", "Waktu", "Sebab", "Pernyataan", "Keadaan", "Oleh")
    return Section("klarifikasi", "Berita Acara klarifikasi", columns, rows)


def _declared(one: Clarification, subject: Subject) -> str:
    is_own = one.member_id == subject.member.pk or (one.member_id is None and subject.member.is_pengurus)
    return one.statement if is_own else "Pernyataan anggota lain"


def objections(subject: Subject) -> Section:
    """Sanggah about this family; the words of whoever wrote them stay theirs (Pasal 33)."""
    rows: Rows = [
        (each.at, each.get_about_display(), each.get_state_display(), each.result, subject.who(each.by))
        for each in Objection.objects.filter(household=subject.household).select_related("by").order_by("pk")
    ]
    columns = ("Waktu", "Tentang", "Keadaan", "Hasil", "Dicatat oleh")
    return Section("sanggah", "Sanggah Cek Bansos", columns, rows)


def requests(subject: Subject) -> Section:
    found = DataRequest.objects.filter(household=subject.household, member=subject.member.pk)
    rows: Rows = [
        (each.code, each.received_at, each.get_kind_display(), each.wish, each.get_state_display(), each.outcome,
         each.ended_at)
        for each in found.order_by("pk")
    ]  # fmt: skip
    columns = ("Nomor", "Diterima", "Jenis", "Isi", "Keadaan", "Hasil", "Selesai")
    return Section("permintaan", "Permintaan hak atas data", columns, rows)


def files(subject: Subject) -> Section:
    """Named, not enclosed: a scan may show more people than one."""
    rows: Rows = []
    for event in KksEvent.objects.filter(card__in=subject.cards).select_related("evidence", "mandate"):
        for label, stored in (("Bukti kartu", event.evidence), ("Surat kuasa", event.mandate)):
            if stored:
                rows.append((label, stored.name, stored.at, stored.size, stored.sha256))
    for complaint in _own_complaints(subject):
        rows += [
            (f"Lampiran {complaint.ticket}", one.stored.name, one.at, one.stored.size, one.stored.sha256)
            for one in complaint.files.select_related("stored")
        ]
    for request in DataRequest.objects.filter(household=subject.household, member=subject.member.pk):
        for label, stored in (("Bukti identitas", request.proof_file), ("Tanda terima", request.delivery_proof)):
            if stored:
                rows.append((f"{label} {request.code}", stored.name, stored.at, stored.size, stored.sha256))
    places = RoundEntry.objects.filter(enrollment__in=subject.enrollments).values_list("round_id", "desa_id")
    for scan in KroscekScan.objects.filter(round__in={one for one, _ in places}).select_related(
        "file", "round", "desa"
    ):
        if (scan.round_id, scan.desa_id) in set(places):
            rows.append((str(scan), scan.file.name, scan.at, scan.file.size, scan.sha256))
    columns = ("Jenis", "Nama berkas", "Disimpan", "Ukuran (byte)", "SHA-256")
    note = "Berkas dapat dilihat di kantor; pindaian lembar desa memuat keluarga lain dan tidak disalin."
    return Section("berkas", "Berkas yang disimpan", columns, rows, note)


def handed_on(subject: Subject) -> Section:
    """To whom outside the office the lists went on which this family stands."""
    entries = RoundEntry.objects.filter(enrollment__in=subject.enrollments)
    rounds = set(entries.values_list("round_id", flat=True))
    rows: Rows = []
    for data in BankData.objects.filter(round__in=rounds, handed_at__isnull=False).select_related("handed_by"):
        rows.append((data.handed_at, data.bank, str(data), data.purpose, subject.who(data.handed_by)))
    determined = Determination.objects.filter(rows__entry__in=entries).distinct()
    for receipt in Receipt.objects.filter(determination__in=determined).select_related("by"):
        rows.append(
            (receipt.sent_on, receipt.receiver, str(receipt.determination), "Hasil kroscek", subject.who(receipt.by))
        )
    columns = ("Waktu", "Diserahkan kepada", "Daftar", "Keperluan", "Oleh")
    return Section("penerima", "Penyerahan kepada pihak lain", columns, rows)


PAPERS: tuple[Gather, ...] = (complaints, complaint_course, clarifications, objections, requests, files, handed_on)
