"""Letters of the demo office: the buku agenda of what came in, a surat tugas that went out, an undangan in concept."""

from datetime import timedelta

from pkh_sembako.documents.enums import LetterKind
from pkh_sembako.documents.exports import publishing
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import IncomingLetter, Letter, LetterChannel
from pkh_sembako.documents.services import agenda, letters, templates
from pkh_sembako.documents.services.letters import Content
from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.management.demo.story import LATE, Days, Office, at
from pkh_sembako.office.queries import calendar
from sop.models import Cycle

KEMENSOS = "Direktorat Jenderal Perlindungan dan Jaminan Sosial"
# Days back, sender, number, subject, channel, disposition.
LETTERS = (
    (
        *(64, KEMENSOS, "S-0412/CONTOH", "Penyampaian daftar BNBA {paying}"),
        *(LetterChannel.MAIL, "Operator: periksa dan terapkan. Ketua Tim: siapkan siklus."),
    ),
    (
        *(24, "Inspektorat Kabupaten Magetan", "700/0118/CONTOH", "Pemeriksaan penyaluran bantuan sosial {paid}"),
        *(LetterChannel.PAPER, "Kabid: siapkan berkas siklus dan dampingi pemeriksa."),
    ),
    (
        *(12, "Sekretariat Daerah Kabupaten Magetan", "005/0233/CONTOH", "Undangan rapat penanggulangan kemiskinan"),
        *(LetterChannel.SRIKANDI, "Sekretaris hadir; korkab menyiapkan rekap per kecamatan."),
    ),
    (
        *(8, KEMENSOS, "S-0467/CONTOH", "Batas waktu penyampaian hasil validasi {running}"),
        *(LetterChannel.SIKS, "Korkab: teruskan kepada semua koordinator kecamatan."),
    ),
    (
        *(4, "Camat Plaosan", "400.9/0061/CONTOH", "Permohonan pendampingan pertemuan kelompok"),
        *(LetterChannel.PAPER, ""),
    ),
    (
        *(1, "Bank penyalur, kantor cabang Magetan", "", "Jadwal pembagian KKS susulan minggu depan"),
        *(LetterChannel.MESSAGE, "Ketua Tim: sampaikan kepada desa yang bersangkutan."),
    ),
)


def incoming(office: Office, days: Days, paid: Cycle, paying: Cycle, running: Cycle) -> list[IncomingLetter]:
    """The buku agenda of the last weeks, numbered in the order received."""
    rounds = {"paid": paid.round, "paying": paying.round, "running": running.round}
    kept = []
    for back, sender, number, subject, channel, disposition in LETTERS:
        received = days.back(back, 9)
        letter = IncomingLetter(
            received_on=received.date(),
            sender=sender,
            letter_number=number,
            letter_date=received.date() - timedelta(days=3) if number else None,
            subject=subject.format(**rounds),
            channel=channel,
            disposition=disposition,
        )
        with at(received):
            kept.append(agenda.record(letter, by=office["operator"]))
    return kept


def outgoing(office: Office, days: Days, running: Cycle) -> Letter:
    """A surat tugas that was issued and printed, and the concept of an undangan."""
    with at(days.back(9, 9)):
        order = _draft(LetterKind.SURAT_TUGAS, office, _duty(office, days, running))
        letters.submit(order, by=office["operator"])
    with at(days.back(9, 13)):
        letters.approve(order, by=office["kadis"])
        dated = days.back(9, 13).date()
        publishing.publish(order, dated=dated, number=f"800.1.11.1/0087/403.107/{dated.year}", by=office["operator"])
    with at(days.back(1, 10)):
        _draft(LetterKind.UNDANGAN, office, _meeting(days, running))
    return order


def _draft(kind: LetterKind, office: Office, content: Content) -> Letter:
    made = KINDS[kind]
    return letters.draft(made, content, template=templates.current(made), by=office["operator"])


def _duty(office: Office, days: Days, running: Cycle) -> Content:
    sent = [office.korcam(LATE), office.pendamping(LATE)]
    return Content(
        subject=f"kroscek data keluarga {running.round}",
        dated=days.back(9, 9).date(),
        blocks=KINDS[LetterKind.SURAT_TUGAS].texts,
        matter=f"round:{running.round_id}",
        rows=[{"nama": p.full_name, "nip": "", "pangkat": "", "jabatan": p.role_label} for p in sent],
    )


def _meeting(days: Days, running: Cycle) -> Content:
    day = calendar().nth_working_day_after(days.back(0, 8).date(), 4)
    return Content(
        subject="Undangan rapat hasil kroscek",
        dated=days.back(1, 9).date(),
        blocks=KINDS[LetterKind.UNDANGAN].texts,
        matter=f"round:{running.round_id}",
        addressees=["Para Camat se-Kabupaten Magetan", "Para Koordinator Kecamatan PKH"],
        details={
            "hari_acara": hari_tanggal(day),
            "pukul": "09.00 WIB",
            "tempat_acara": "Aula Dinas Sosial",
            "acara": f"Pembahasan hasil kroscek {running.round}",
        },
    )
