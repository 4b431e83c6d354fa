"""Numbers for all approved letters of a cycle in one go, and their PDFs in the background (SOP Sembako 4)."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services.system import system_user
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.documents.enums import LetterState
from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.enums import Post
from sop.models import Cycle

JOB = "cycle.notices"
PRINTING = "Memberi nomor dan mencetak surat"


def approved(cycle: Cycle) -> QuerySet[Letter]:
    """Letters that wait for a number, in the order of the kecamatan's names: so the register counts them."""
    waiting = Letter.objects.filter(notice__cycle=cycle, state=LetterState.APPROVED)
    return waiting.select_related("notice__kecamatan").order_by("notice__kecamatan__name")


def order(cycle: Cycle, *, dated: date, numbers: dict[int, str], by: User) -> Job:
    """Put the work into the background; `numbers` is {letter id: number from the agenda}, empty for the register."""
    if not cycle.is_running:
        raise DomainError("Siklus ini tidak sedang berjalan.")
    if dated > timezone.localdate():
        raise DomainError("Tanggal surat paling lambat hari ini, karena surat bernomor sudah terbit.")
    waiting = list(approved(cycle))
    if not waiting:
        raise DomainError("Tidak ada surat yang menunggu nomor.")
    for post in sorted({letter.signer for letter in waiting}):
        if letters.signing_official(post, dated) is None:
            raise DomainError(f"Belum ada pejabat {Post(post).label} yang menjabat pada {tanggal(dated)}.")
    facts = {
        "cycle": cycle.pk,
        "dated": dated.isoformat(),
        "letters": [letter.pk for letter in waiting],
        "numbers": {str(pk): number for pk, number in numbers.items()},
    }
    return jobs.enqueue(JOB, facts, by=by, key=str(cycle.pk))


def newest(cycle: Cycle) -> Job | None:
    return Job.objects.filter(kind=JOB, key=str(cycle.pk)).first()


@transaction.atomic
def issue(job: Job, progress: jobs.Progress) -> int:
    """Number and print what was ordered and still waits, all or none; how many. A second delivery finds nothing."""
    wanted, typed = job.arguments["letters"], job.arguments["numbers"]
    cycle = Cycle.objects.get(pk=job.arguments["cycle"])
    waiting = [letter for letter in approved(cycle) if letter.pk in wanted]
    dated = date.fromisoformat(job.arguments["dated"])
    for done, letter in enumerate(waiting):
        progress.say(PRINTING, done, len(waiting))
        publish(letter, dated=dated, number=typed.get(str(letter.pk), ""), by=job.by or system_user())
    progress.finish({"letters": len(waiting)}, message=f"{len(waiting)} surat terbit.")
    return len(waiting)
