"""The Sembako round of this month, in the middle of handing out its cards: SOP steps 1 to 8, each through its door.

The bank has its data, every camat a letter. Two camat have not confirmed the schedule, one kecamatan has not told all
its desa; the Kabid let both pass with a reason, so that the others need not wait.
"""

from dataclasses import replace
from datetime import date
from math import ceil

from django.db.models import QuerySet

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.exports import publishing
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters
from pkh_sembako.management.demo.paper import scanned
from pkh_sembako.management.demo.story import LATE, OWN, Days, Office, at
from programs.models import KksSchedule, Round
from programs.services import bank_data
from programs.services.kks import confirming, scheduling
from programs.services.kks.scheduling import Sizes
from sop import notices as told
from sop.enums import DesaChannel
from sop.models import Assignment, Cycle, SopVersion, StepRun
from sop.services import cycles, evidence, notices, runs

SOP = "magetan-sembako"
BEGINS, STARTS = 15, 6  # working days back: the ministry's list, the first handing out
NOT_CONFIRMED = (LATE, "35.20.12")
PURPOSE = "Pembukaan rekening kolektif dan pencetakan KKS"
HOURS = 70  # about as many working hours as a schedule of ten days has
FIRST_NUMBER = 1301


def begin(the_round: Round, office: Office, days: Days) -> Cycle:
    """Steps 1 and 2: the list is there."""
    operator = office["operator"]
    with at(days.back(BEGINS, 9)):
        sop = SopVersion.objects.filter(code=SOP).order_by("-version").first()
        assert sop is not None
        cycle = cycles.prepare(sop, tahun=the_round.tahun, tahap=the_round.tahap, has_candidates=True, by=operator)
        cycles.start(cycle, by=operator)
        source = {"happened_on": days.back(BEGINS, 9).date(), "reference": "SIKS-NG, unduhan BNBA"}
        runs.move(_step(cycle, 1), "submit", by=operator, **source)
        receiving = _step(cycle, 2)
        evidence.tick_all(receiving, by=operator)
        evidence.add(receiving, by=operator, note="BNBA diterima dan diterapkan tanpa baris yang ditolak.")
        runs.move(receiving, "submit", by=operator)
    return cycle


def on_to_the_bank(cycle: Cycle, office: Office, days: Days) -> None:
    """Step 3: the workbook, and the bank's signature for it."""
    operator = office["operator"]
    with at(days.back(BEGINS, 10)):
        data = bank_data.order(cycle.round, bank="Bank Mandiri", purpose=PURPOSE, by=operator)
        for job in Job.objects.open():
            jobs.run(job.pk)
        bank_data.hand_over(data, by=operator)
    with at(days.back(BEGINS, 11)):
        bank_data.record_receipt(
            data,
            receiver=office["bank"].full_name,
            position="Petugas bansos, kantor cabang Magetan",
            received_on=days.back(BEGINS, 11).date(),
            evidence=scanned("tanda-terima-bank", "Tanda terima data", str(cycle.round)),
            by=operator,
        )
        runs.move(_step(cycle, 3), "submit", by=operator)


def letters_to_every_camat(cycle: Cycle, office: Office, days: Days) -> None:
    """Step 4: made in one go, approved, numbered, printed."""
    operator, day = office["operator"], days.back(BEGINS, 13).date()
    with at(days.back(BEGINS, 13)):
        notices.make(cycle, by=operator)
        notices.submit(cycle, by=operator)
        waiting = Letter.objects.filter(notice__cycle=cycle).order_by("notice__kecamatan__name")
        for number, letter in enumerate(waiting, start=FIRST_NUMBER):
            letters.approve(letter, by=office["kadis"])
            publishing.publish(letter, dated=day, number=f"463/{number}/403.107/{day.year}", by=operator)
        runs.move(_step(cycle, 4), "submit", by=operator)


def desa_are_told(cycle: Cycle, office: Office, days: Days) -> None:
    """Step 5: every camat for the own desa; of one kecamatan a desa is left, which the Kabid lets pass."""
    with at(days.back(BEGINS, 14)):
        for share in _shares(cycle, 5):
            desa = told.desa_of(cycle, share.kecamatan_id)
            is_late = share.kecamatan_id == LATE and len(desa) > 1
            _tell(cycle, share, desa[:-1] if is_late else desa, office, days.back(BEGINS, 14).date())
            if is_late:
                reason = f"{desa[-1].name} diberi tahu lewat telepon; buktinya menyusul."
                runs.move(share, "waive", by=office["kabid"], note=reason)


def _tell(cycle: Cycle, share: Assignment, desa: list, office: Office, on: date) -> None:
    by = office.camat(share.kecamatan_id)
    notices.inform(cycle, share.kecamatan, desa, on=on, channel=DesaChannel.MEETING, by=by)
    if not told.untold(cycle, share.kecamatan_id):
        runs.move(share, "submit", by=by)


def schedule(cycle: Cycle, cards: int, office: Office, days: Days) -> KksSchedule:
    """Steps 6 and 7: the bank makes it so that Plaosan's last session is today, the Dinas receives it."""
    bank, operator = office["bank"], office["operator"]
    teams = max(1, min(4, cards // 100))
    sizes = Sizes(days.back(STARTS, 8).date(), teams, max(1, ceil(cards / (teams * HOURS))), whole=True)
    with at(days.back(11, 9)):
        made = scheduling.propose(cycle.round, sizes, contact=f"{bank.full_name}, 0800 0000 0000", by=bank)
        scheduling.regenerate(made, replace(sizes, starts=days.back(_before_plaosan(made), 8).date()), by=bank)
    with at(days.back(10, 9)):
        scheduling.make(made, by=bank)
        runs.move(_step(cycle, 6), "submit", by=bank)
    with at(days.back(9, 8)):
        made = scheduling.receive(KksSchedule.objects.get(pk=made.pk), by=operator)
        runs.move(_step(cycle, 7), "submit", by=operator)
    return made


def _before_plaosan(made: KksSchedule) -> int:
    """How many days of the schedule come before the last one in Plaosan; half of them where that is the first."""
    on = list(made.slots.order_by("day").values_list("day", flat=True).distinct())
    own = made.slots.filter(desa__kecamatan=OWN).order_by("day").values_list("day", flat=True).last()
    return min(STARTS, on.index(own) if own and own != on[0] else len(on) // 2)


def confirmed(cycle: Cycle, made: KksSchedule, office: Office, days: Days) -> None:
    """Step 8: most camat say that they have it; step 9 begins."""
    served = set(made.slots.values_list("desa__kecamatan", flat=True))
    with at(days.back(8, 10)):
        for share in _shares(cycle, 8):
            code = share.kecamatan_id
            if code in NOT_CONFIRMED and code in served:
                continue
            if code in served:
                confirming.confirm(made, share.kecamatan, by=office.camat(code))
            runs.move(share, "submit", by=office.camat(code))
    with at(days.back(7, 14)):
        for share in _shares(cycle, 8).exclude(closed_at__isnull=False):
            reason = "Camat menerima jadwal lewat telepon; pernyataan tertulis menyusul."
            runs.move(share, "waive", by=office["kabid"], note=reason)


def _step(cycle: Cycle, no: int) -> StepRun:
    return cycle.steps.select_related("step", "cycle__round").get(step__no=no)


def _shares(cycle: Cycle, no: int) -> QuerySet[Assignment]:
    shares = _step(cycle, no).assignments.select_related("kecamatan", "step_run__step", "step_run__cycle__round")
    return shares.order_by("kecamatan")
