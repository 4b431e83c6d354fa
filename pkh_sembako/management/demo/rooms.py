"""What happened around the rounds: the register of staff, the ministry's limit, a superior's notes, leave, a Plt."""

from datetime import date, timedelta

from simple_history.utils import bulk_update_with_history

from pkh_sembako.accounts.models import LeaveBasis, Posting, Substitution, User
from pkh_sembako.accounts.services import acting, leave
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.management.demo import correspondence
from pkh_sembako.management.demo.story import LATE, RETURNED, Days, Office, at
from pkh_sembako.office.enums import Capacity, Executor, Post
from pkh_sembako.office.models import Official
from pkh_sembako.office.queries import calendar
from sop.models import Assignment, Cycle
from sop.services import limits, supervision

ON_LEAVE = "35.20.05"
SK_DAY = date(2024, 12, 27)


def register_staff(office: Office) -> None:
    """SK and WhatsApp numbers of the register of staff; 0800 is nobody's own number. Two statements with history."""
    people = sorted((person for person in office.people.values() if not person.phone), key=lambda one: one.username)
    for number, person in enumerate(people, start=1):
        person.phone = f"0800 0000 {number:04d}"
    bulk_update_with_history(
        people, User, ["phone"], default_user=office["admin"], default_change_reason="Nomor WhatsApp didata"
    )
    posted = Posting.objects.filter(user__in=people, role__in=Executor.values, sk_number="").order_by("user__username")
    postings = list(posted)
    for number, posting in enumerate(postings, start=1):
        posting.sk_number, posting.sk_date = f"463/{number:03d}/SK-CONTOH/2024", SK_DAY
    bulk_update_with_history(
        postings,
        Posting,
        ["sk_number", "sk_date"],
        default_user=office["admin"],
        default_change_reason="SK penempatan didata",
    )


def plt_of_the_past(office: Office) -> None:
    """The sekretaris stood in as Plt. Kepala Bidang until the present one came."""
    title = Official.objects.get(post=Post.KABID, user=office["kabid"]).title
    person = office["sekretaris"]
    before = Official(
        post=Post.KABID,
        capacity=Capacity.PLT,
        title=title,
        name=person.full_name,
        user=person,
        starts=date(2024, 10, 1),
        ends=date(2024, 12, 31),
        order_number="800.1.11.1/077/CONTOH/2024",
        order_date=date(2024, 9, 30),
        note="Pejabat lama memasuki masa pensiun",
    )
    acting.appoint(before, by=office["admin"])


def somebody_on_leave(office: Office, days: Days) -> Substitution:
    """A pendamping since yesterday, with the korcam of the kecamatan as substitute."""
    starts = days.back(1, 8).date()
    row = Substitution(
        absent=office.pendamping(ON_LEAVE),
        substitute=office.korcam(ON_LEAVE),
        starts=starts,
        ends=starts + timedelta(days=9),
        basis=LeaveBasis.SICK,
    )
    with at(days.back(1, 8)):
        return leave.arrange(row, by=office["korkab"])


def limit_of_kemensos(office: Office, days: Days, running: Cycle, evidence: IncomingLetter) -> None:
    """The whole running cycle has to be over twelve working days from now, as the ministry's letter says."""
    last = calendar().nth_working_day_after(days.back(0, 8).date(), 12)
    due = calendar().close(last)
    with at(days.back(8, 11)):
        limits.record(running, due=due, letter=evidence, by=office["operator"])


def notes_of_superiors(office: Office, days: Days, running: Cycle) -> None:
    """One that was answered the same day, one that waits for its answer; none where an office is that small."""
    shares = {share.kecamatan_id: share for share in _kroscek_shares(running)}
    if not {RETURNED, LATE} <= shares.keys():
        return
    with at(days.back(1, 9)):
        text = "Tiga alamat yang dikembalikan agar didatangi langsung, bukan hanya ditanyakan lewat ketua kelompok."
        answered = supervision.write(shares[RETURNED], text=text, by=office["korkab"])
        until = calendar().nth_working_day_after(days.back(0, 8).date(), 2)
        text = "Kroscek paling lambat di kabupaten. Sampaikan kendala tiap desa dan rencana penyelesaiannya."
        supervision.write(shares[LATE], text=text, answer_by=until, by=office["kasi"])
    with at(days.back(1, 14)):
        text = "Dua alamat sudah didatangi, satu lagi besok pagi bersama perangkat desa."
        supervision.answer(answered, text=text, by=office.korcam(RETURNED))


def _kroscek_shares(cycle: Cycle) -> list[Assignment]:
    shares = Assignment.objects.filter(step_run__cycle=cycle, step_run__step__activities__contains="kroscek")
    return list(shares.select_related("kecamatan", "step_run__step", "step_run__cycle__round"))


def furnish(office: Office, days: Days, paid: Cycle, paying: Cycle, running: Cycle) -> None:
    """Everything of this room, each at its own moment."""
    came_in = correspondence.incoming(office, days, paid, paying, running)
    limit_of_kemensos(office, days, running, next(one for one in came_in if one.letter_number == "S-0467/CONTOH"))
    correspondence.outgoing(office, days, running)
    notes_of_superiors(office, days, running)
    somebody_on_leave(office, days)
