"""Asking for work on a file in the background, once however often the button is pressed."""

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.lib.errors import DomainError
from programs.enums import FileState
from programs.models import BnbaFile
from programs.services.bnba import guards, obstacles, state

CHECK_JOB = "bnba.check"
APPLY_JOB = "bnba.apply"
TAKE_BACK_JOB = "bnba.take_back"
MESSAGES: dict[str, str] = {
    FileState.APPLIED: "Berkas ini sudah diterapkan.",
    FileState.TAKEN_BACK: "Berkas ini sudah ditarik kembali; unggah lagi untuk menerapkannya.",
}


@transaction.atomic
def order_check(file: BnbaFile, *, by: User) -> Job:
    """The open check of this file, or a new one."""
    file = state.locked_open(file)
    if _open_job(file, APPLY_JOB):
        raise DomainError("Berkas ini sedang diterapkan; tunggu sampai selesai.")
    return jobs.enqueue(CHECK_JOB, {"file": file.pk}, by=by, key=str(file.pk))


@transaction.atomic
def order_apply(file: BnbaFile, *, replaces: bool, by: User) -> Job:
    """The open application of this file, or a new one. Refuses at once what the job would refuse."""
    file = state.locked(file)
    if job := _open_job(file, APPLY_JOB):
        return job
    if file.state != FileState.CHECKED:
        raise DomainError(MESSAGES.get(file.state, "Periksa berkas ini sebelum menerapkannya."))
    if _open_job(file, CHECK_JOB):
        raise DomainError("Berkas ini sedang diperiksa; tunggu sampai selesai.")
    guards.refuse_closed_list(file)
    return jobs.enqueue(APPLY_JOB, {"file": file.pk, "replaces": replaces}, by=by, key=str(file.pk))


@transaction.atomic
def order_take_back(file: BnbaFile, *, reason: str, by: User) -> Job:
    """The open withdrawal of this file, or a new one. Refuses at once what stands in the way."""
    file = state.locked(file)
    if file.state != FileState.APPLIED:
        raise DomainError("Hanya berkas yang sudah diterapkan yang dapat ditarik kembali.")
    if not reason.strip():
        raise DomainError("Tulis alasan penarikan.")
    obstacles.refuse(file)
    return jobs.enqueue(TAKE_BACK_JOB, {"file": file.pk, "reason": reason}, by=by, key=str(file.pk))


def latest_job(file: BnbaFile, kind: str) -> Job | None:
    return Job.objects.filter(kind=kind, key=str(file.pk)).order_by("-created_at").first()


def _open_job(file: BnbaFile, kind: str) -> Job | None:
    return Job.objects.open().filter(kind=kind, key=str(file.pk)).first()
