"""A whole definition: the head of the paper, its lists, lanes and steps, and what may be asked of it."""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sop.definition import sums
from sop.definition.parts import (
    Document,
    Lane,
    Note,
    Officer,
    PaperText,
    ServiceStandard,
    Step,
    Worksheet,
    ruled,
)
from sop.definition.vocabulary import PROGRAMS, ZONES


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One version of one SOP. Equal content has an equal `content_hash`, however the file is laid out."""

    kode: str = ruled(pattern=r"[a-z0-9]+(-[a-z0-9]+)+", longest=40)
    nama: str = ruled(longest=200)
    program: str = ruled(one_of=PROGRAMS)
    wilayah: str = ruled(pattern=r"\d{2}\.\d{2}")  # Kemendagri code of the kabupaten or kota
    zona: str = ruled(one_of=ZONES)
    versi: int = ruled(least=1, most=9999)
    berlaku_sejak: date
    berlaku_sejak_alasan: str
    dokumen: Document
    dasar_hukum: tuple[PaperText, ...] = ruled(filled=True)
    kualifikasi: tuple[PaperText, ...]
    keterkaitan: tuple[PaperText, ...]
    peralatan: tuple[PaperText, ...]
    peringatan: tuple[PaperText, ...]
    pencatatan: tuple[PaperText, ...]
    penanggung_jawab: tuple[Officer, ...]
    lajur: tuple[Lane, ...] = ruled(filled=True)
    langkah: tuple[Step, ...] = ruled(filled=True)
    standar_pelayanan: ServiceStandard | None = None
    lembar_kerja: tuple[Worksheet, ...] = ()
    catatan: tuple[Note, ...] = ()

    def lane(self, kode: str) -> Lane:
        """Lane by code; KeyError if unknown."""
        return {lane.kode: lane for lane in self.lajur}[kode]

    def step(self, no: int) -> Step:
        """Step by number (numbers run 1, 2, 3 ...)."""
        return {step.no: step for step in self.langkah}[no]

    def roles_of(self, step: Step) -> tuple[str, ...]:
        """Role codes that lead the step: its own `peran`, else those of the leading lane."""
        return step.peran or self.lane(step.penanggung_jawab).peran

    def fans_out(self, step: Step) -> bool:
        """Whether the step is led by a kecamatan-level lane and so becomes one assignment per kecamatan."""
        return self.lane(step.penanggung_jawab).tingkat == "kecamatan"

    def contradictions(self) -> list[str]:
        """What does not add up on the paper, in Indonesian sentences computed from the numbers."""
        return sums.contradictions(self)

    def as_contract(self) -> dict[str, Any]:
        """The entry of `sop_list --json`."""
        return {
            "code": self.kode,
            "name": self.nama,
            "program": self.program,
            "region": self.wilayah,
            "version": self.versi,
            "steps": [self.step_as_contract(step) for step in self.langkah],
        }

    def step_as_contract(self, step: Step) -> dict[str, Any]:
        """One step of `sop_list --json`; `amount` is None for `menyesuaikan`."""
        return {
            "no": step.no,
            "kegiatan": step.kegiatan,
            "pelaksana": [self.lane(kode).nama for kode in step.pelaksana],
            "waktu": {"amount": step.waktu.jumlah, "unit": step.waktu.satuan},
            "output": step.output,
            "kelengkapan": list(step.kelengkapan),
        }

    def as_data(self) -> dict[str, Any]:
        """JSON-ready data, what has its default left out; `restore` is the way back."""
        return _plain(self)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) over the canonical JSON of `as_data()`; a later optional key changes no hash of today."""
        canonical = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        said = {f.name: getattr(value, f.name) for f in fields(value)}
        return {f.name: _plain(said[f.name]) for f in fields(value) if said[f.name] != f.default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
