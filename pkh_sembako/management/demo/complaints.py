"""A month of complaints: 40 of every channel, in every state, some late, one about extortion; ready texts."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from complaints.enums import LOCAL_HANDLERS, Intake
from complaints.models import Complaint
from complaints.services import handling, intake, office, restricted, silence
from complaints.services.intake import Report
from pkh_sembako.accounts.models import User
from pkh_sembako.management.demo import names
from pkh_sembako.management.demo.complaint_texts import CHANNELS, EXTORTION, STORIES, Told
from pkh_sembako.management.demo.story import Days, Office, at
from programs.models import Household

COUNT = 40
SPAN = 22  # working days of a month
ORDER = ("receive", "verify", "reject", "merge", "forward", "take_up", "answer", "reopen")
ENDS = ("reject", "merge")  # they stand in nobody else's course
Act = tuple[str, int, int, Callable[..., object], dict[str, Any]]  # name, days after receipt, hour, service, facts


@dataclass(frozen=True)
class Case:
    """One complaint of the demo, `back` working days ago; `course` names how far it came."""

    complaint: Complaint
    told: Told
    back: int
    course: str


def month(office_: Office, days: Days) -> None:
    """Received first, so that numbers follow the days; then what became of each."""
    office.load_texts()
    families = list(Household.objects.select_related("desa__kecamatan").order_by("pk")[:400])
    dice = Random(office_.dice.random())
    cases = [_received(n, families, dice, office_, days) for n in range(COUNT)]
    for case in cases:
        _lived(case, cases, office_, days)
    _extortion(families, dice, office_, days)
    for back in (9, 6, 3, 1):
        moment = days.back(back, 16, 30)
        with at(moment):
            silence.close_silent(moment)


def _received(n: int, families: list[Household], dice: Random, office_: Office, days: Days) -> Case:
    told, back = STORIES[n % len(STORIES)], SPAN - n * SPAN // COUNT
    family, channel = dice.choice(families), CHANNELS[n % len(CHANNELS)]
    report = Report(
        subject=told.subject,
        story=told.story,
        kind="informasi" if told.subject == "informasi" else "pengaduan",
        kecamatan=family.desa.kecamatan,
        desa=family.desa,
        household=family if n % 3 == 0 else None,
        tracking_id=f"{8_400_000 + 137 * n}" if channel == Intake.LAPOR else "",
        **_who(n, dice),
    )
    with at(days.back(back, 8 + n % 3, 10 + n)):
        made, _ = intake.receive(report, intake=channel, by=None if channel == Intake.WEB else office_["petugas"])
    return Case(made, told, back, _course(n, back))


def _who(n: int, dice: Random) -> dict[str, str]:
    if n % 8 == 5:
        return {"disclosure": "anonim"}
    hidden = "rahasia" if n % 6 == 5 else "terbuka"
    return {
        "disclosure": hidden,
        "reporter_name": names.woman(dice),
        "reporter_phone": f"08120000{dice.randint(1000, 9999)}",
    }


def _course(n: int, back: int) -> str:
    """Older ones are answered and closed by silence; the newest are just received; some stand still too long."""
    if n % 11 == 7:
        return "reject" if n % 2 else "merge"
    if back >= 12:
        return "answer"
    if back >= 5:
        return ("answer", "take_up", "forward", "reopen", "answer", "take_up")[n % 6]
    return ("verify", "forward", "receive", "take_up")[n % 4] if back > 1 else "receive"


def _lived(case: Case, cases: list[Case], office_: Office, days: Days) -> None:
    """Its acts on the days after it came in, the desk's and the unit's, as far as its course goes."""
    for name, after, hour, act, facts in _acts(case, cases[0].complaint, office_):
        if ORDER.index(name) > ORDER.index(case.course) or (name in ENDS and name != case.course):
            continue
        with at(days.back(max(case.back - after, 1), hour)):
            act(case.complaint, **facts)


def _acts(case: Case, first: Complaint, office_: Office) -> list[Act]:
    told, desk = case.told, office_["petugas"]
    worker = _worker(office_, told.handler, case.complaint) if told.handler else desk
    judged = {"subject": told.subject, "kind": case.complaint.kind, "gravity": told.gravity, "by": desk}
    asked = {"handler": told.handler, "note": "Mohon ditindaklanjuti dan dikabari.", "by": desk}
    said = {"text": told.answer, "channel": case.complaint.intake, "by": worker}
    again = {"reason": "Pelapor mengabarkan masalahnya belum selesai.", "by": desk}
    refused = {"reason": "Yang ditanyakan bukan kewenangan Dinas Sosial.", "by": desk}
    acts: list[Act] = [
        ("verify", 1, 9, handling.verify, judged),
        ("reject", 1, 10, handling.reject, refused),
        ("merge", 1, 10, handling.merge, {"into": first, "by": desk}),
        ("forward", 1, 11, handling.forward, asked),
        ("take_up", 2, 13, handling.take_up, {"public_note": told.done, "by": worker}),
        ("answer", 3, 14, handling.answer, said),
        ("reopen", 4, 9, handling.reopen, again),
    ]
    return [act for act in acts if told.handler or act[0] != "forward"]


def _worker(office_: Office, handler: str, complaint: Complaint) -> User:
    if handler not in LOCAL_HANDLERS:
        return office_[handler]
    find = {"korcam": office_.korcam, "pendamping": office_.pendamping, "kecamatan": office_.camat}
    return find[handler](complaint.kecamatan_id)


def _extortion(families: list[Household], dice: Random, office_: Office, days: Days) -> None:
    """Seen by the inspektorat alone, and not by the pendamping whom it accuses."""
    family = dice.choice(families)
    report = Report(
        subject="pungli", story=EXTORTION, disclosure="rahasia", kecamatan=family.desa.kecamatan, desa=family.desa,
        reporter_name=names.woman(dice), reporter_phone=f"08120000{dice.randint(1000, 9999)}",
    )  # fmt: skip
    watch = office_["inspektorat"]
    with at(days.back(6, 10)):
        made, _ = intake.receive(report, intake=Intake.WEB, by=None)
    with at(days.back(5, 9)):
        handling.verify(made, subject="pungli", kind="pengaduan", gravity="berkadar", by=watch)
        restricted.accuse(made, user=office_.pendamping(family.desa.kecamatan_id), by=watch)
    with at(days.back(3, 9)):
        handling.take_up(made, public_note="Keterangan pelapor sedang dikumpulkan.", by=watch)
