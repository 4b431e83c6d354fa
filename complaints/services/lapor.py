"""Reports of SP4N-LAPOR! come in from its spreadsheets: previewed, then taken over once by their tracking ID."""

import tempfile
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from complaints.enums import ComplaintState, Intake
from complaints.importing import lapor as reading
from complaints.models import Complaint, LaporFile
from complaints.services import intake
from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import XLSX
from pkh_sembako.documents.services.downloads import ask
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.queries import calendar

APPLY_JOB, EXPORT_JOB = "complaints.lapor_apply", "complaints.lapor_export"
LARGEST_MB = 5
NEW, KNOWN, REFUSED, TAKEN = "new", "known", "refused", "taken"
OPENING = time(8, 0)  # of a day that says no hour
S = ComplaintState
OURS = {
    S.RECEIVED: "masuk", S.VERIFIED: "proses", S.FORWARDED: "proses", S.IN_PROGRESS: "proses", S.REOPENED: "proses",
    S.ANSWERED: "selesai", S.CLOSED: "selesai", S.REJECTED: "arsip", S.MERGED: "arsip",
}  # fmt: skip


def preview(upload: UploadedFile, *, by: User) -> LaporFile:
    """Read an upload (XLSX or CSV) and say of every row what would become of it; nothing is taken over."""
    _check(by)
    if (upload.size or 0) > LARGEST_MB * 1024 * 1024:
        raise DomainError(f"Berkas paling besar {LARGEST_MB} MB. Pecah menjadi beberapa berkas.")
    name = files.plain_name(upload.name)
    with tempfile.NamedTemporaryFile() as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        lines = reading.read(Path(file.name), name, timezone.localdate())
        rows = _with_verdicts(lines)
        kind = "text/csv" if name.lower().endswith(".csv") else XLSX
        with transaction.atomic():
            stored = files.keep(file, name=name, content_type=kind, by=by)
            return LaporFile.objects.create(stored=stored, rows=rows, by=by)


def _with_verdicts(lines: list[reading.Line]) -> list[dict[str, Any]]:
    wanted = [line.tracking_id for line in lines]
    known = {one.tracking_id: one for one in Complaint.objects.filter(tracking_id__in=wanted)}
    return [asdict(line) | _verdict(line, known.get(line.tracking_id)) for line in lines]


def _verdict(line: reading.Line, known: Complaint | None) -> dict[str, str]:
    if line.message:
        return {"verdict": REFUSED}
    if known is None:
        return {"verdict": NEW}
    theirs, ours = reading.named("statuses", line.status), OURS[ComplaintState(known.state)]
    said = f"Sudah dicatat sebagai {known.ticket}."
    if theirs and theirs != ours:
        said = f"{said} Status berbeda: di SP4N-LAPOR! “{line.status}”, di sini “{known.get_state_display()}”."
    return {"verdict": KNOWN, "message": said}


@transaction.atomic
def order(file: LaporFile, *, by: User) -> None:
    """Have the new rows taken over in the background; ordering twice is once."""
    _check(by)
    held = LaporFile.objects.select_for_update().get(pk=file.pk)
    if held.applied_at:
        raise DomainError("Berkas ini sudah diterapkan.")
    if not any(row["verdict"] == NEW for row in held.rows):
        raise DomainError("Tidak ada laporan baru pada berkas ini.")
    jobs.enqueue(APPLY_JOB, {"file": held.pk}, by=by, key=str(held.pk))


def take_over(row: dict[str, Any], *, by: User) -> str:
    """One row in its own transaction, so that nobody waits for the others; its ticket. What is known stays."""
    if known := Complaint.objects.filter(tracking_id=row["tracking_id"]).first():
        return known.ticket
    report = intake.Report(
        subject=row["subject"],
        story=row["story"],
        kind=row["kind"],
        disclosure=row["disclosure"],
        reporter_name=row["reporter"],
        tracking_id=row["tracking_id"],
    )
    moment = min(_moment(row["reported_at"]), timezone.now())
    return intake.receive(report, intake=Intake.LAPOR, by=by, received_at=moment, is_told=False)[0].ticket


def finish(file: LaporFile, tickets: dict[str, str], *, by: User) -> None:
    """Names and stories leave the file's row; number, verdict and ticket stay."""
    for row in file.rows:
        if row["verdict"] == NEW and (ticket := tickets.get(row["tracking_id"])):
            row["verdict"], row["message"] = TAKEN, f"Dicatat sebagai {ticket}."
    kept = ("row", "tracking_id", "verdict", "message", "status")
    file.rows = [{name: row[name] for name in kept} for row in file.rows]
    file.applied_by, file.applied_at = by, timezone.now()
    file.save()


def order_export(*, since: date | None, purpose: str, by: User) -> None:
    """Our state of every report of SP4N-LAPOR! that this user sees, in the download centre."""
    _check(by)
    words = f" sejak {since:%d-%m-%Y}" if since else ""
    arguments = {"since": since.isoformat() if since else ""}
    ask(EXPORT_JOB, arguments, title=f"Tindak lanjut SP4N-LAPOR!{words}", purpose=purpose, by=by)


def _moment(iso: str) -> datetime:
    found = datetime.fromisoformat(iso)
    if len(iso) == 10:
        found = datetime.combine(found.date(), OPENING)
    aware = found.replace(tzinfo=calendar().zone)
    return aware if aware <= timezone.now() else timezone.now() - timedelta(minutes=1)


def _check(by: User) -> None:
    if not by.may(Permission.HANDLE_COMPLAINTS):
        raise DomainError("Impor dan ekspor SP4N-LAPOR! dikerjakan petugas pengaduan.")
