"""What happens in the demo office on the Monday of its pictures, through the services that the pages use."""

import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from openpyxl import Workbook, load_workbook

from pkh_sembako.accounts.models import LeaveBasis, Substitution, User
from pkh_sembako.accounts.services import acting, leave
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadKind
from pkh_sembako.audit.reveal import PURPOSES
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import Document, IncomingLetter, LetterChannel
from pkh_sembako.documents.services import agenda
from pkh_sembako.management.demo.registry import HEADER
from pkh_sembako.office.enums import Capacity
from pkh_sembako.office.models import Official
from programs.enums import Basis, FileState
from programs.exports.bnba import LAYOUT_LABELS, Layout
from programs.models import BnbaFile, Household, Round, RoundEntry
from programs.services import exporting, kroscek
from programs.services.bnba import checking, uploads
from sop import definition as definitions
from sop.enums import CLOSED_STEPS, StepState
from sop.models import Assignment, Cycle
from sop.services import limits, loading, runs

NIK, ALAMAT, RT = (HEADER.index(title) + 1 for title in ("NIK_KTP", "ALAMAT", "NO_RT"))


def changed_file(by: User) -> BnbaFile:
    """The ministry's list once more: some families have moved, one NIK is short, one stands twice, one is a number."""
    last = BnbaFile.objects.filter(round__program="pkh", state=FileState.APPLIED).latest("applied_at")
    book = load_workbook(BytesIO(last.stored.file.read()))
    _change(book)
    content = BytesIO()
    book.save(content)
    facts = {"program": "pkh", "tahun": last.round.tahun, "tahap": last.round.tahap, "kind": "peserta"}
    name = last.stored.name.replace(".xlsx", "_PERBAIKAN.xlsx")
    file = uploads.upload(ContentFile(content.getvalue()), name=name, by=by, **facts)
    checking.check(file, by=by)
    return file


def _change(book: Workbook) -> None:
    sheet = book.worksheets[0]
    for row in range(2, 26):
        sheet.cell(row, ALAMAT).value = f"Jl. Melati No. {row}"
        sheet.cell(row, RT).value = f"{row % 9 + 1:03d}"
    sheet.cell(40, NIK).value = str(sheet.cell(40, NIK).value)[:15]
    sheet.cell(50, NIK).value = sheet.cell(51, NIK).value
    sheet.cell(60, NIK).value = int(str(sheet.cell(60, NIK).value))


def order_an_export(by: User) -> None:
    the_round = Round.objects.get(program="pkh", tahun=2026, tahap=4)
    label = LAYOUT_LABELS[Layout.OFFICE]
    purpose = "Bahan rapat koordinasi penyaluran"
    exporting.order(the_round, layout=Layout.OFFICE, layout_label=label, purpose=purpose, by=by)
    for job in Job.objects.open():
        jobs.run(job.pk)


def somebody_reads(office: dict[str, User]) -> None:
    """Numbers shown for the families' sake, so that the read log has something to show."""
    purposes = list(PURPOSES.values())
    for number, household in enumerate(Household.objects.order_by("id")[:6]):
        reader = office[("ratri", "korcam.plaosan", "kasi")[number % 3]]
        log_read(ReadKind.REVEAL, by=reader, subject=f"NIK {household.name}", purpose=purposes[number % 3])


def hand_in_every_kecamatan(cycle: Cycle, office: dict[str, User]) -> None:
    """What is left of the kroscek, each kecamatan by its own people."""
    for share in _shares(cycle).exclude(state__in=CLOSED_STEPS):
        left = RoundEntry.objects.filter(round=cycle.round, kecamatan=share.kecamatan_id, kroscek__isnull=True)
        if left.exists():
            _check(left, by=_holder(office, "pendamping", share.kecamatan_id))
        runs.move(share, "submit", by=_holder(office, "korcam", share.kecamatan_id))


def accept_every_kecamatan(cycle: Cycle, office: dict[str, User]) -> None:
    for share in _shares(cycle).filter(state=StepState.SUBMITTED):
        runs.move(share, "finish", by=office["korkab"])


def _shares(cycle: Cycle) -> QuerySet[Assignment]:
    return Assignment.objects.filter(step_run__cycle=cycle, step_run__step__activities__contains="kroscek")


def _check(entries: QuerySet[RoundEntry], by: User) -> None:
    statement = "Dibacakan pada pertemuan kelompok dan dibenarkan keluarga."
    kroscek.record_matching(entries, basis=Basis.GROUP, checked_on=timezone.localdate(), statement=statement, by=by)


def _holder(office: dict[str, User], role: str, kecamatan: str) -> User:
    posted = ((person, posting) for person in office.values() for posting in person.postings_now)
    return next(person for person, one in posted if one.role == role and one.kecamatan_id == kecamatan)


def first_page_of_the_paper() -> bytes:
    """Of the newest Berita Acara, as it is printed."""
    document = Document.objects.filter(pdf__isnull=False).select_related("pdf").latest("dated")
    command = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", document.pdf.file.path]
    return subprocess.run(command, capture_output=True, check=True).stdout


def kemensos_writes(cycle: Cycle, office: dict[str, User]) -> None:
    """Three letters in the buku agenda; one limits the cycle, one its kroscek."""
    ministry = "Direktorat Jaminan Sosial Keluarga, Kementerian Sosial"
    last = _letter(ministry, "S-412/LJS/11/2026", "Batas final closing PKH Tahap 1 2027", office["operator"])
    first = _letter(ministry, "", "Pesan grup: hasil kroscek ditunggu sampai Rabu siang", office["operator"])
    _letter("Dinas Sosial Provinsi Jawa Timur", "460/1187/107.2/2026", "Undangan rapat penyaluran", office["operator"])
    kroscek_step = cycle.steps.get(step__activities__contains="kroscek")
    limits.record(cycle, due=_noon(30), letter=last, by=office["operator"])
    limits.record(cycle, due=_noon(25), step_run=kroscek_step, letter=first, by=office["operator"])


def _letter(sender: str, number: str, subject: str, by: User) -> IncomingLetter:
    channel = LetterChannel.PAPER if number else LetterChannel.MESSAGE
    facts = {"received_on": timezone.localdate(), "channel": channel, "sender": sender, "subject": subject}
    dated = timezone.localdate() - timedelta(days=3) if number else None
    letter = IncomingLetter(**facts, letter_number=number, letter_date=dated, disposition="Koordinator Kabupaten")
    return agenda.record(letter, by=by)


def _noon(day: int) -> datetime:
    return timezone.localtime().replace(day=day, hour=12, minute=0, second=0, microsecond=0)


def people_come_and_go(office: dict[str, User]) -> None:
    """A pendamping is ill, one post is vacant, one is held as Plt."""
    today, by = timezone.localdate(), office["admin"]
    away = Substitution(absent=office["ratri"], substitute=office["bagas"], basis=LeaveBasis.SICK)
    away.starts, away.ends = today, today + timedelta(days=4)
    away.letter_number, away.letter_date = "851/77/403.107/2026", today
    leave.arrange(away, by=office["korkab"])
    Official.objects.filter(post__in=["kasi", "kadis"]).update(ends=today - timedelta(days=3))
    for post, facts in ACTING.items():
        acting.appoint(Official(post=post, starts=today - timedelta(days=2), **facts), by=by)


ACTING = {
    "kasi": {
        "capacity": Capacity.VACANT,
        "title": "Ketua Tim Perlindungan dan Jaminan Sosial",
        "note": "Pensiun 20 November 2026",
    },
    "kadis": {
        "capacity": Capacity.PLT,
        "title": "Kepala Dinas Sosial Kabupaten Magetan",
        "name": "Laras Kinanthi",
        "rank": "Pembina Tingkat I (IV/b)",
        "ends": date(2027, 1, 31),
        "order_number": "800.1.11.1/91/403.203/2026",
        "order_date": date(2026, 11, 20),
    },
}


def a_second_version() -> None:
    """The SOP as it might read next year: more days for the kroscek, one more paper for the Berita Acara."""
    now = definitions.load(loading.FOLDER / "magetan_pkh_2023.toml")
    steps = list(now.langkah)
    steps[8] = replace(steps[8], waktu=replace(steps[8].waktu, jumlah=7))
    steps[9] = replace(steps[9], kelengkapan=(*steps[9].kelengkapan, "Hasil uji petik"))
    loading.store([replace(now, versi=2, berlaku_sejak=date(2027, 7, 1), langkah=tuple(steps))])


def a_phone_to_set_up(user: User) -> None:
    """A secret that is always the same, so that the picture is."""
    TOTPDevice.objects.create(user=user, name="Aplikasi autentikator", confirmed=False, key="3520" * 10)
