"""The track record: every change before -> after, every reading, and every list on which the person stood."""

from typing import Any

from pkh_sembako.audit.models import ReadKind
from pkh_sembako.privacy.queries import trail
from pkh_sembako.privacy.queries.dossier.frame import Gather, Section, Subject
from programs.queries import history

Rows = list[tuple[Any, ...]]


def changes(subject: Subject) -> Section:
    rows: Rows = []
    for event in history.events_of_person(subject.household, subject.member.pk):
        told = [(one["label"], one["before"], one["after"]) for one in event["changes"]] or [("", "", "")]
        who = subject.who(event["user"])
        rows += [(event["when"], event["what"], *one, event["note"], who) for one in told]
    columns = ("Waktu", "Kejadian", "Data", "Semula", "Menjadi", "Alasan", "Oleh")
    return Section("perubahan", "Riwayat perubahan", columns, rows)


def readings(subject: Subject) -> Section:
    logs = trail.direct(subject.household, {}).select_related("user").order_by("id")
    rows: Rows = [(log.at, log.get_kind_display(), log.subject, log.purpose, subject.who(log.user)) for log in logs]
    columns = ("Waktu", "Jenis", "Yang dibaca", "Keperluan", "Oleh")
    note = (
        "Setiap kali nomor ditampilkan penuh, dicocokkan, dibuka di loket, atau berkasnya dibuka. Halaman dengan nomor "
        "tersamar tidak dicatat satu per satu."
    )
    return Section("pembacaan", "Siapa membuka data ini", columns, rows, note)


def listed(subject: Subject) -> Section:
    rows: Rows = [
        (read.at, ReadKind(read.kind).label, read.subject, read.purpose, subject.who(read.reader))
        for read in reversed(trail.on_lists(subject.household, {}))
    ]
    columns = ("Waktu", "Jenis", "Daftar", "Keperluan", "Oleh")
    note = "Ekspor, cetakan, dan unduhan daftar tempat keluarga ini tercantum."
    return Section("daftar_diekspor", "Daftar yang memuat keluarga ini", columns, rows, note)


TRACK: tuple[Gather, ...] = (changes, readings, listed)
