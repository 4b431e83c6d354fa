"""The weeks before today: three PKH rounds at their places, each step moved through the one door at its own moment.

Tahap 3 is determined and in rekonsiliasi, Tahap 4 in penyaluran, Tahap 1 of the next year in kroscek: Parang was
returned once and is being mended, Lembeyan is late, Plaosan is being checked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.deadlines.models import Notification
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.documents.models import SignatureKind
from pkh_sembako.documents.services import issuing
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.management.demo.families import Family
from pkh_sembako.management.demo.registry import import_list
from pkh_sembako.office.queries import calendar
from programs import tasks  # noqa: F401 - registers what jobs.run does; a command has no worker
from programs.enums import Basis, Channel, ExitReason, Outcome, Program
from programs.models import Round, RoundEntry
from programs.queries.bnba_list import latest_determination
from programs.services import kirim, kroscek
from programs.services.kroscek import Finding
from sop.models import Assignment, Cycle, SopVersion, StepRun
from sop.services import approval, cycles, evidence, runs, times

SOP = "magetan-pkh"
LATE, RETURNED, OWN = "35.20.03", "35.20.02", "35.20.07"
STEP_KROSCEK, STEP_SEND, STEP_PAY = 9, 12, 13
EXIT_REASONS = list(ExitReason)
NOTES = {
    5: "Pertemuan kelompok terlaksana di balai desa; daftar hadir dan foto kegiatan disimpan di sekretariat.",
    6: "Formulir pemutakhiran terkumpul dari semua desa dan sudah diketik di SIKS-NG.",
    7: "Kunjungan ke sekolah dan fasilitas kesehatan selesai; formulir verifikasi terisi.",
    8: "Data kabupaten terkirim dan terbaca di sistem PKH Pusat.",
    12: "Berita Acara dan BNBA diterima Sekretariat PKH Pusat.",
    13: "Dana masuk ke rekening penerima; rekap bank terlampir pada surat pengantar.",
}


@dataclass
class Office:
    """What every scene needs: the people by username and the dice."""

    people: dict[str, User]
    dice: Random

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    def korcam(self, kecamatan_code: str) -> User:
        return self._posted("korcam", kecamatan_code)

    def pendamping(self, kecamatan_code: str) -> User:
        return self._posted("pendamping", kecamatan_code)

    def camat(self, kecamatan_code: str) -> User:
        return self._posted("kecamatan", kecamatan_code)

    def _posted(self, role: str, kecamatan_code: str) -> User:
        for person in self.people.values():
            if any(p.role == role and p.kecamatan_id == kecamatan_code for p in person.postings_now):
                return person
        raise DomainError(f"Tidak ada {role} di {kecamatan_code}.")


class Days:
    """Working days of the office counted from today: `days.back(7, 9)` = seven working days ago at 09:00."""

    def __init__(self, today: date):
        self._calendar = calendar()
        self.today = today

    def back(self, count: int, hour: int, minute: int = 0) -> datetime:
        day = self.today
        while not self._calendar.is_working_day(day):
            day -= timedelta(days=1)
        for _ in range(count):
            day -= timedelta(days=1)
            while not self._calendar.is_working_day(day):
                day -= timedelta(days=1)
        opening = self._calendar.opening(day)
        return datetime.combine(day, time(hour, minute), tzinfo=opening.tzinfo)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live for a while at another moment; the clock goes on from there."""
    with time_machine.travel(moment, tick=True):
        yield


def three_rounds(
    families: list[Family], office: Office, days: Days, tahap_now: tuple[int, int]
) -> tuple[Cycle, Cycle, Cycle]:
    """Play all three rounds: paid, being paid, in kroscek; (tahun, tahap) of today's tahap says which they are."""
    tahun, tahap = tahap_now
    before = (tahun - 1, 4) if tahap == 1 else (tahun, tahap - 1)
    after = (tahun + 1, 1) if tahap == 4 else (tahun, tahap + 1)
    paid = finished_round(families, office, days, before, first_day=96, number="400.9/1204/403.107")
    with at(days.back(21, 11)):
        _hand_in(paid, STEP_PAY, office)
    paying = finished_round(families, office, days, (tahun, tahap), first_day=71, number="400.9/1873/403.107")
    return paid, paying, running_round(families, office, days, after)


def finished_round(
    families: list[Family], office: Office, days: Days, tahap: tuple[int, int], *, first_day: int, number: str
) -> Cycle:
    """From the ministry's file to the determined list, its documents, and the payment under way."""
    cycle = _begin(families, office, days, tahap, first_day)
    _until_kroscek(cycle, office, days, first_day)
    with at(days.back(first_day - 60, 8)):
        for share in _shares(cycle, STEP_KROSCEK):
            _check_families(cycle.round, share.kecamatan_id, office)
            runs.move(share, "submit", by=office.korcam(share.kecamatan_id))
    with at(days.back(first_day - 63, 9)):
        for share in _shares(cycle, STEP_KROSCEK):
            runs.move(share, "finish", by=office["korkab"])
    _determine(cycle, office, days, first_day - 64, f"{number}/{tahap[0]}")
    with at(days.back(first_day - 66, 9)):
        _send(cycle, office)
    return cycle


def running_round(families: list[Family], office: Office, days: Days, tahap: tuple[int, int]) -> Cycle:
    """In kroscek since six working days: due yesterday."""
    first_day = 66
    cycle = _begin(families, office, days, tahap, first_day)
    _until_kroscek(cycle, office, days, first_day)
    shares = {share.kecamatan_id: share for share in _shares(cycle, STEP_KROSCEK)}
    with at(days.back(2, 13, 30)):
        for code, share in shares.items():
            if code in (LATE, OWN):
                continue
            _check_families(cycle.round, code, office)
            runs.move(share, "submit", by=office.korcam(code))
        reason = "Tiga alamat berbeda dari kartu keluarga; mohon diperiksa lagi."
        if RETURNED in shares:  # a very small office has families in some kecamatan only
            runs.move(shares[RETURNED], "return", by=office["korkab"], note=reason)
    with at(days.back(2, 15)):
        for code in sorted({OWN, RETURNED} & shares.keys()):
            _extend(shares[code], office.korcam(code), office["kasi"], days)
        _check_families(cycle.round, LATE, office, part=0.55)
        _check_families(cycle.round, OWN, office, part=0.60)
        for code, share in shares.items():
            if code not in (LATE, OWN, RETURNED):
                runs.move(share, "finish", by=office["korkab"])
    return cycle


def _extend(share: Assignment, korcam: User, kasi: User, days: Days) -> None:
    until = calendar().nth_working_day_after(days.back(0, 8).date(), 3)
    asked = times.ask_extension(
        share, until=until, reason="Jembatan putus karena hujan; kunjungan tertunda.", by=korcam
    )
    times.decide_extension(share, asked, granted=True, by=kasi)


def _begin(families: list[Family], office: Office, days: Days, tahap: tuple[int, int], first_day: int) -> Cycle:
    with at(days.back(first_day, 8)):
        import_list(families, Program.PKH, *tahap, by=office["operator"])
        sop = SopVersion.objects.filter(code=SOP).order_by("-version").first()
        assert sop is not None
        cycle = cycles.prepare(sop, tahun=tahap[0], tahap=tahap[1], has_candidates=False, by=office["operator"])
        return cycles.start(cycle, by=office["operator"])


def _until_kroscek(cycle: Cycle, office: Office, days: Days, first_day: int) -> None:
    """Steps 5 to 8 in their working days: 5 takes 28, 6 takes 13, 7 takes 8, 8 takes 10."""
    for no, day in ((5, 28), (6, 41), (7, 49), (8, 59)):
        with at(days.back(first_day - day, 14)):
            _hand_in(cycle, no, office)


def _hand_in(cycle: Cycle, no: int, office: Office) -> None:
    for target in _shares(cycle, no) or [_step(cycle, no)]:
        leads = office["bank"] if no == STEP_PAY else office["korkab"]
        by = office.korcam(target.kecamatan_id) if isinstance(target, Assignment) else leads
        evidence.tick_all(target, by=by)
        evidence.add(target, by=by, note=NOTES[no])
        runs.move(target, "submit", by=by)


def _step(cycle: Cycle, no: int) -> StepRun:
    return cycle.steps.select_related("step", "cycle__round").get(step__no=no)


def _shares(cycle: Cycle, no: int) -> list[Assignment]:
    return list(_step(cycle, no).assignments.select_related("kecamatan", "step_run__step", "step_run__cycle__round"))


def _check_families(the_round: Round, code: str, office: Office, part: float = 1.0) -> None:
    """Kroscek of a kecamatan: each family by the shares of domain.md, the sesuai ones in bulk."""
    by = office.pendamping(code)
    entries = list(
        RoundEntry.objects.filter(round=the_round, kecamatan=code, kroscek__isnull=True)
        .select_related("enrollment__household", "kecamatan")
        .order_by("id")
    )
    entries = entries[: round(len(entries) * part)]
    today = _today()
    plain = []
    for entry in entries:
        finding = _finding(entry, office.dice, today)
        if finding is None:
            plain.append(entry)
        else:
            kroscek.record(entry, finding, by=by)
    statement = "Hadir pada pertemuan kelompok; data dibacakan dan dibenarkan keluarga."
    if plain:
        kroscek.record_matching(plain, basis=Basis.GROUP, checked_on=today, statement=statement, by=by)


def _finding(entry: RoundEntry, dice: Random, today: date) -> Finding | None:
    """None for sesuai (93.2 %), else berubah 4.6, tidak ditemukan 0.7, usul keluar 1.5."""
    draw = dice.random() * 100
    if draw < 93.2:
        return None
    if draw < 97.8:
        rt = f"{int(entry.enrollment.household.rt) % 9 + 1:03d}"
        return Finding(Outcome.CHANGED, Basis.VISIT, today, changes={"rt": rt, "alamat": f"Jl. Pindahan RT {rt}"})
    if draw < 98.5:
        return Finding(Outcome.NOT_FOUND, Basis.VISIT, today, note="Rumah kosong, tetangga tidak tahu.")
    return Finding(Outcome.PROPOSED_EXIT, Basis.VISIT, today, exit_reason=dice.choice(EXIT_REASONS))


def _today() -> date:
    return datetime.now(tz=calendar().zone).date()


def _determine(cycle: Cycle, office: Office, days: Days, first: int, number: str) -> None:
    """Draft, the chain's paraf, determination, workbook and PDF, and the signed copy."""
    with at(days.back(first, 10)):
        revision = approval.draft(cycle.round, by=office["korkab"])
    with at(days.back(first, 14)):
        for role in revision.chain[:-1]:
            approval.give_paraf(revision, by=office[role])
    with at(days.back(first - 1, 9)):
        determination = approval.determine(revision, by=office["kadis"], seen_hash=revision.content_hash, number=number)
        for job in Job.objects.open():
            jobs.run(job.pk)
        document = determination.document
        assert document is not None
        document.refresh_from_db()
        scan = SimpleUploadedFile("berita-acara-bertanda-tangan.pdf", document.pdf.file.read(), "application/pdf")
        issuing.sign(document, upload=scan, signed_on=_today(), kind=SignatureKind.INK, by=office["operator"])


def _send(cycle: Cycle, office: Office) -> None:
    determination = latest_determination(cycle.round)
    assert determination is not None
    kirim.record_receipt(
        determination,
        sent_on=_today(),
        channel=Channel.EMAIL,
        receiver="Sekretariat PKH Pusat",
        by=office["korkab"],
    )
    _hand_in(cycle, STEP_SEND, office)


def everything_read() -> None:
    """What rang in the weeks before has been read; only today's news is new."""
    Notification.objects.filter(read_at__isnull=True).update(read_at=F("at"), mailed_at=F("at"))


def sweep(moment: datetime) -> None:
    """One sweep, so that bells ring as they would have."""
    alerts.sweep(moment)
