"""The persons whom an incident reaches, as a workbook: who, of what, how certain, and how many where."""

from typing import IO

from django.utils import timezone

from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from pkh_sembako.privacy.models import IncidentScope
from pkh_sembako.privacy.queries.affected import Answer

COLUMNS = (
    Column("No", 6, Kind.COUNT),
    Column("Nama", 28),
    Column("Alamat", 32),
    Column("Desa/kelurahan", 20),
    Column("Kecamatan", 18),
    Column("Nomor HP", 16, Kind.IDENTITY),
    Column("Data yang terungkap", 60),
    Column("Cara", 52),
    Column("Pertama", 24),
    Column("Terakhir", 24),
    Column("No. keluarga", 12, Kind.COUNT),
)


def build(scope: IncidentScope, found: Answer, target: IO[bytes]) -> int:
    """Write the workbook; no NIK stands in it, for it is a list to be told by. Returns the number of persons."""
    window = f"{_moment(scope.starts)} sampai {_moment(scope.ends)}"
    who = f"Akun {scope.user.get_username()}" if scope.user else "Semua akun"
    titles = (
        f"Orang terdampak {scope.incident.code}, perhitungan {scope.number}",
        f"{who}, {window}{f', alamat {scope.address}' if scope.address else ''}",
        f"{thousands(scope.persons)} orang, {thousands(scope.families)} keluarga. Sidik jari daftar {scope.list_hash}",
    )
    persons = [
        (
            number,
            each.name,
            each.address,
            each.desa,
            each.kecamatan,
            each.phone,
            ", ".join(str(one.label) for one in each.classes),
            ", ".join(str(way.label) for way in each.ways),
            _moment(each.first) if each.first else "",
            _moment(each.last) if each.last else "",
            each.household,
        )
        for number, each in enumerate(found.persons, start=1)
    ]
    places = found.summary()["places"]
    unknown = [(_moment(read.at), str(read.reader), read.subject, read.purpose) for read in found.unknown]
    sheets = [
        Sheet("Orang terdampak", COLUMNS, persons, titles),
        Sheet(
            "Per kecamatan",
            (Column("Kecamatan", 24), Column("Keluarga", 12, Kind.COUNT), Column("Orang", 12, Kind.COUNT)),
            places,
            titles[:1],
        ),
        Sheet(
            "Belum terkait orang",
            (Column("Waktu", 26), Column("Pengguna", 24), Column("Yang dibaca", 60), Column("Keperluan", 40)),
            unknown,
            ("Pembacaan yang tidak dapat dikaitkan dengan orang tertentu",),
        ),
    ]
    write(sheets, target)
    return len(persons)


def _moment(moment) -> str:
    return tanggal_jam(timezone.localtime(moment))
