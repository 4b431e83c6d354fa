"""What stands beside the numbers of a Rekap: its title, what it counts, its source and date, what is hidden in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Office
from programs.queries.rekap import Table
from programs.queries.rekap_public import Hidden
from programs.queries.rekap_words import HEADINGS

UNIT_WORDS = {"keluarga": "keluarga peserta", "anggota": "anggota keluarga peserta"}
HIDDEN_WORDS = (
    "<5 berarti 1 sampai 4. Tanda * adalah angka lain yang ikut disembunyikan supaya angka kecil tidak dapat dihitung."
)


@dataclass(frozen=True)
class Facts:
    """Sentences around a Rekap, for the screen as for paper."""

    title: str
    narrowed: tuple[str, ...]  # "Program: PKH"
    source: str
    notes: tuple[str, ...]
    area: str


def facts(table: Table, *, chips: Mapping[str, str], office: Office, user: User, now: datetime) -> Facts:
    """`chips` are the filters in words, label -> value; `now` is in the office's zone."""
    asked = table.question
    heads = " dan ".join(inside_sentence(HEADINGS[code].label) for code in (asked.rows, asked.columns) if code)
    day = f"{tanggal(asked.per)} (akhir hari)" if asked.per else tanggal_jam(now)
    return Facts(
        title=f"Rekap {UNIT_WORDS[asked.unit]} menurut {heads}",
        narrowed=tuple(f"{label}: {value}" for label, value in chips.items()),
        source=f"Sumber: registri {office.name} {office.kabupaten}, keadaan per {day}.",
        notes=tuple(_notes(table)),
        area=_area(user, office),
    )


def _area(user: User, office: Office) -> str:
    if user.sees_kabupaten:
        return office.government.removeprefix("Pemerintah ") or office.kabupaten
    places = [f"Kecamatan {posting.kecamatan}" for posting in user.postings_now if posting.kecamatan]
    return ", ".join(places) or f"Keluarga dampingan {user}"


def _notes(table: Table) -> list[str]:
    asked, notes = table.question, []
    if asked.unit == "anggota":
        notes.append("Yang dihitung ialah anggota dari keluarga peserta, bukan keluarganya.")
    if table.counts_twice:
        which = " dan ".join(map(inside_sentence, table.counts_twice))
        notes.append(
            f"Satu {asked.unit} dapat masuk lebih dari satu {which}; karena itu jumlah seluruhnya dihitung sendiri, "
            "bukan penjumlahan angka-angkanya."
        )
    if asked.per and {"tahap", "hasil", "putaran"} & (asked.headings | asked.filters.keys()):
        notes.append("Daftar setiap tahap dipakai menurut isinya sekarang; hasil kroscek menurut tanggal itu.")
    if asked.public:
        notes.append(f"Salinan publik. {HIDDEN_WORDS}")
        if table.counts_twice:
            notes[-1] += " Jumlah yang bukan penjumlahan tidak dicantumkan."
    else:
        notes.append("Untuk keperluan dinas. Sebelum dibagikan ke luar, buat salinan publiknya.")
    return notes


def inside_sentence(label: str) -> str:
    """Komponen PKH -> komponen PKH"""
    return label.lower().replace("pkh", "PKH")


def in_words(number: Any) -> str:
    """A number as it is read: 1.204, "<5", "*"; what is not shown is an en dash."""
    if isinstance(number, Hidden):
        return str(number)
    return "–" if number is None else thousands(number)
