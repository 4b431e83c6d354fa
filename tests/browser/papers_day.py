"""Letters, findings and backups of the demo office on the Monday of its pictures, through the pages' own services."""

from datetime import timedelta

from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.backup.models import RunKind
from pkh_sembako.backup.services import orders
from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters, templates
from pkh_sembako.documents.services.letters import Content
from sop.models import Cycle, Finding
from sop.services import finding_course, findings
from sop.services.findings import Wording

INVITATION, NOTICE = KINDS["undangan"], KINDS["pemberitahuan"]
MEETING = {
    "hari_acara": "Rabu, 25 November 2026",
    "pukul": "09.00 sampai selesai",
    "tempat_acara": "Aula Dinas Sosial",
    "acara": "Persiapan kroscek",
}
LATE_NOTES = Wording(
    title="Notulen pertemuan awal belum disimpan",
    condition="Tiga kecamatan sudah mengadakan pertemuan awal, tetapi notulennya belum ada pada berkas siklus.",
    criteria="Kelengkapan langkah 6 SOP Pendampingan PKH: notulen dan daftar hadir.",
    cause="Notulen masih disimpan koordinator kecamatan.",
    recommendation="Kumpulkan notulen ketiga kecamatan dan unggah pada langkahnya.",
)


def a_letter_waits(cycle: Cycle, office: dict[str, User]) -> Letter:
    """A surat pemberitahuan that the kadis has to read."""
    letter = _written(NOTICE, "Jadwal kroscek data keluarga", cycle, office)
    return letters.submit(letter, by=office["operator"])


def a_letter_is_cancelled(cycle: Cycle, office: dict[str, User]) -> Letter:
    """An undangan that was numbered, and taken back because the meeting was put off."""
    letter = letters.submit(_written(INVITATION, "Rapat persiapan kroscek", cycle, office), by=office["operator"])
    letters.approve(letter, by=office["kadis"])
    publish(letter, dated=timezone.localdate(), number="005/2231/403.107/2026", by=office["operator"])
    return letters.cancel(letter, reason="Rapat ditunda ke bulan Desember", by=office["kadis"])


def _written(kind, subject: str, cycle: Cycle, office: dict[str, User]) -> Letter:
    facts = {
        "addressees": ["Camat Plaosan", "Camat Parang"],
        "matter": f"round:{cycle.round_id}",
        "details": MEETING if kind is INVITATION else {},
    }
    template = templates.current(kind)
    content = Content(subject, timezone.localdate(), dict(template.blocks), **facts)
    return letters.draft(kind, content, template=template, by=office["operator"])


def a_text_is_changed(office: dict[str, User]) -> None:
    blocks = dict(templates.current(NOTICE).blocks) | {"penutup": "Demikian untuk dilaksanakan sebaik-baiknya."}
    seen = templates.current(NOTICE).version
    templates.save(NOTICE, blocks=blocks, seen=seen, note="Penutup dipendekkan", by=office["operator"])


def a_finding_gets_time(office: dict[str, User]) -> Finding:
    """Recorded, given more time, and asked for more once again."""
    inspektorat, korkab = office["inspektorat"], office["korkab"]
    finding = findings.record(LATE_NOTES, owner=korkab.postings_now[0], days=5, by=inspektorat)
    until = timezone.localdate() + timedelta(days=14)
    finding_course.ask_time(finding, until=until, reason="Satu koordinator sedang cuti.", by=korkab)
    finding_course.decide_time(finding, granted=True, by=inspektorat)
    later = until + timedelta(days=2)
    finding_course.ask_time(finding, until=later, reason="Notulen Parang ditulis ulang.", by=korkab)
    return finding


def backed_up_and_proven() -> None:
    """A backup and a drill of it, as the night and Sunday do."""
    for kind in (RunKind.BACKUP, RunKind.DRILL):
        jobs.run(orders.order(kind, by=None).pk)
