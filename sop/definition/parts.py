"""The tables of a definition: one field per key of the TOML file, under the same name.

A field without default is a required key. `one_of`, `pattern`, `longest`, `least` with `most`, and `filled` (a list may
not be empty) are the rules that need only the field itself; those between fields are in `checks`.
"""

from dataclasses import dataclass, field
from typing import Any

from sop.definition.vocabulary import ACTIVITIES, INFERABLE, LEVELS, ROLE_CODES, UNITS


def ruled(**rules: Any) -> Any:
    """A required field with rules."""
    return field(metadata=rules)


@dataclass(frozen=True, kw_only=True)
class PaperText:
    """A text of the paper: cleaned, the paper's own spelling where it differs, and why."""

    teks: str
    di_kertas: str | None = None
    catatan: str | None = None

    def __str__(self) -> str:
        return self.teks


@dataclass(frozen=True, kw_only=True)
class Duration:
    """How long a step may take; `jumlah` is None for `menyesuaikan` only."""

    satuan: str = ruled(one_of=UNITS)
    jumlah: int | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What the service standard promises, and its sentence on the paper."""

    kalimat: str
    satuan: str = ruled(one_of=UNITS)
    jumlah: int | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """The head of the paper; "tidak terbaca" where the scan lost it. Offices only, never a person."""

    nomor: PaperText
    tanggal_terbit: PaperText
    revisi: PaperText
    tanggal_berlaku: PaperText
    disahkan_oleh: PaperText
    unit_kerja: str


@dataclass(frozen=True, kw_only=True)
class Officer:
    """A responsible post and what for."""

    jabatan: str
    untuk: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way to complain."""

    saluran: str
    alamat: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceStandard:
    """Standar pelayanan printed with (or instead of) the SOP."""

    persyaratan: tuple[PaperText, ...]
    prosedur: tuple[PaperText, ...]
    jangka_waktu: Promise
    biaya: str
    produk: str
    jaminan_pelayanan: tuple[PaperText, ...]
    jaminan_keamanan: tuple[PaperText, ...]
    evaluasi: tuple[PaperText, ...]
    pengawasan: tuple[PaperText, ...]
    jumlah_pelaksana: tuple[PaperText, ...]
    sarana: tuple[PaperText, ...]
    kompetensi: tuple[PaperText, ...]
    pengaduan: tuple[Channel, ...]
    dasar_hukum: tuple[PaperText, ...] = ()  # where it differs from the SOP's own list
    ditetapkan: str = ""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A pelaksana column of the paper and who acts in it."""

    kode: str = ruled(pattern=r"[a-z][a-z0-9_]{0,39}")
    nama: str
    peran: tuple[str, ...] = ruled(one_of=ROLE_CODES, filled=True)
    tingkat: str = ruled(one_of=LEVELS)


@dataclass(frozen=True, kw_only=True)
class Note:
    """A stray line, a slip or a doubt of the paper, shown on the SOP's page."""

    bagian: str
    isi: str
    di_kertas: str | None = None


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """A further sheet of the paper, kept as lines."""

    judul: str
    isi: tuple[PaperText, ...] = ruled(filled=True)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the paper's table. `setelah` are the step numbers that come before it."""

    no: int
    kegiatan: str = ruled(longest=300)
    pelaksana: tuple[str, ...] = ruled(filled=True)  # lane codes
    penanggung_jawab: str  # the lane that leads, one of `pelaksana`
    kelengkapan: tuple[str, ...]  # the checklist
    waktu: Duration
    waktu_di_kertas: str
    output: str = ruled(longest=300)
    aktivitas: tuple[str, ...] = ruled(one_of=ACTIVITIES, filled=True)  # handlers, in order
    setelah: tuple[int, ...]
    no_di_kertas: str | None = None
    kegiatan_di_kertas: str | None = None
    kelengkapan_di_kertas: str | None = None
    output_di_kertas: str | None = None
    keterangan: str = ""
    keterangan_di_kertas: str | None = None
    pemeriksa: str | None = field(default=None, metadata={"one_of": ROLE_CODES})
    peran: tuple[str, ...] = field(default=(), metadata={"one_of": ROLE_CODES})  # instead of the lane's
    disimpulkan: tuple[str, ...] = field(default=(), metadata={"one_of": INFERABLE})
    alasan: str = ""  # why it was inferred so
    calon: bool = False  # closed in one act when Kemensos sent no new candidates
