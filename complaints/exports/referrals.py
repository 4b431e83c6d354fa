"""The list of sub-tickets as a workbook: no name of a reporter or a family."""

import io

from django.utils import timezone

from complaints.queries.referrals import Row
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write

COLUMNS = (
    Column("Nomor laporan", 18),
    Column("Perihal", 34),
    Column("Instansi", 34),
    Column("Bagian atau pejabat", 28),
    Column("Yang diminta", 60),
    Column("Nomor tiket di sana", 20, Kind.IDENTITY),
    Column("Diminta", 13, Kind.DATE),
    Column("Diharapkan", 13, Kind.DATE),
    Column("Status", 18),
    Column("Lewat (hari)", 12, Kind.COUNT),
    Column("Jawaban", 60),
)


def workbook(rows: list[Row], *, by: User) -> bytes:
    target = io.BytesIO()
    titles = ("Permintaan kepada instansi lain", f"Dibuat {tanggal_jam(timezone.localtime())} oleh {by}")
    write([Sheet("Permintaan", COLUMNS, [_cells(row) for row in rows], titles)], target)
    return target.getvalue()


def _cells(row: Row) -> tuple[object, ...]:
    one = row.referral
    return (
        one.complaint.ticket,
        one.complaint.get_subject_display(),
        one.get_to_display(),
        one.to_name,
        one.question,
        one.reference,
        timezone.localdate(one.at),
        one.until,
        one.get_state_display(),
        row.late or None,
        one.answer,
    )
