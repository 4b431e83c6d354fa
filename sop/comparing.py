"""Two versions of an SOP step by step: which step became which, and what of it changed."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from sop import labels
from sop.definition import Definition, Step

ALIKE = 0.6  # share of equal text from which a reworded kegiatan counts as the same step


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class StepPair:
    """One row of the comparison; `old` or `new` is None where the step came or went."""

    old: Step | None
    new: Step | None
    changes: list[Change]

    @property
    def verdict(self) -> str:
        if self.old is None:
            return "Langkah baru"
        if self.new is None:
            return "Dihapus"
        return "Berubah" if self.changes else "Sama"

    @property
    def tone(self) -> str:
        return {"Langkah baru": "positif", "Dihapus": "negatif", "Berubah": "peringatan", "Sama": "netral"}[
            self.verdict
        ]


def compare(old: Definition, new: Definition) -> list[StepPair]:
    """Every step of both, in the order of the new version; a step that went stands where it was."""
    partner = _partners(old.langkah, new.langkah)
    numbers = {before.no: after.no for before, after in partner.values()}
    rows = []
    for step in new.langkah:
        before = partner.get(step.no, (None, None))[0]
        changes = _changes(before, step, old, new, numbers) if before else []
        rows.append((float(step.no), StepPair(before, step, changes)))
    for step in old.langkah:
        if step.no not in numbers:
            place = max((numbers[no] for no in numbers if no < step.no), default=0)
            rows.append((place + step.no / 1000, StepPair(step, None, [])))
    return [pair for _, pair in sorted(rows, key=lambda row: row[0])]


def _partners(old: tuple[Step, ...], new: tuple[Step, ...]) -> dict[int, tuple[Step, Step]]:
    """{number in the new version: (old step, new step)}: equal words first, then the most alike."""
    scored = [(_likeness(a, b), a, b) for a in old for b in new]
    found: dict[int, tuple[Step, Step]] = {}
    taken: set[int] = set()
    for score, a, b in sorted(scored, key=lambda each: (-each[0], abs(each[1].no - each[2].no))):
        if score >= ALIKE and b.no not in found and a.no not in taken:
            found[b.no] = (a, b)
            taken.add(a.no)
    return found


def _likeness(a: Step, b: Step) -> float:
    if a.kegiatan == b.kegiatan:
        return 1
    return SequenceMatcher(None, a.kegiatan.casefold(), b.kegiatan.casefold(), autojunk=False).ratio()


def _changes(a: Step, b: Step, old: Definition, new: Definition, numbers: dict[int, int]) -> list[Change]:
    """What reads otherwise now; numbers of steps before are compared by what those steps became."""
    before, after = _facts(a, old), _facts(b, new)
    found = [Change(label, before[label], after[label]) for label in before if before[label] != after[label]]
    if {numbers.get(no, -no) for no in a.setelah} != set(b.setelah):
        found.append(Change("Setelah langkah", _listed(a.setelah), _listed(b.setelah)))
    return found


def _facts(step: Step, definition: Definition) -> dict[str, str]:
    return {
        "Kegiatan": step.kegiatan,
        "Penanggung jawab": definition.lane(step.penanggung_jawab).nama,
        "Pelaksana": _listed(definition.lane(code).nama for code in step.pelaksana),
        "Pemeriksa": step.pemeriksa or "–",
        "Waktu": labels.duration(step.waktu.satuan, step.waktu.jumlah),
        "Kelengkapan": _listed(step.kelengkapan),
        "Output": step.output or "–",
        "Hanya bila ada calon": "ya" if step.calon else "tidak",
    }


def _listed(parts) -> str:
    return ", ".join(str(part) for part in parts) or "–"
