"""What does not add up on a paper: sums against the promise, mixed units, steps without a time, odd numbering."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from pkh_sembako.lib.worktime import Unit

if TYPE_CHECKING:  # shape asks this module for its sums
    from sop.definition.parts import Step
    from sop.definition.shape import Definition

# calendar days that one unit lasts at least: five working days fill a week
CALENDAR_DAYS = {Unit.HARI_KERJA: Fraction(7, 5), Unit.HARI: Fraction(1), Unit.MINGGU: Fraction(7)}
FEW = 3  # so many amounts are worth writing out as a sum


def contradictions(definition: Definition) -> list[str]:
    """Indonesian sentences, the promise first."""
    return [
        *_against_promise(definition),
        *_without_promise(definition),
        *_mixed_units(definition),
        *_open_ended(definition),
        *_numbering(definition),
    ]


def _against_promise(definition: Definition) -> Iterable[str]:
    promise = definition.standar_pelayanan and definition.standar_pelayanan.jangka_waktu
    if not promise or promise.jumlah is None or promise.satuan not in CALENDAR_DAYS:
        return
    promised = promise.jumlah * CALENDAR_DAYS[Unit(promise.satuan)]
    for unit in CALENDAR_DAYS:
        chain = longest_chain(definition, {unit: Fraction(1)})
        total = sum(step.waktu.jumlah or 0 for step in chain)
        if total * CALENDAR_DAYS[unit] > promised:
            sentence = f"sedangkan standar pelayanan menjanjikan {promise.kalimat}."
            yield f"Langkah {numbers(chain)} berjumlah {_sum(chain, total)} {spoken(unit)}, {sentence}"


def _without_promise(definition: Definition) -> Iterable[str]:
    if definition.standar_pelayanan:
        return
    chain = longest_chain(definition, {Unit.HARI: Fraction(1), Unit.MINGGU: Fraction(7)})
    total = sum(int((step.waktu.jumlah or 0) * CALENDAR_DAYS[Unit(step.waktu.satuan)]) for step in chain)
    counted = f" Langkah {numbers(chain)} berjumlah {total} hari" if chain else ""
    weeks = " (1 minggu dihitung 7 hari)" if any(step.waktu.satuan == Unit.MINGGU for step in chain) else ""
    yield f"Kertas tidak memuat janji jangka waktu.{counted}{weeks}{'.' if chain else ''}"


def _mixed_units(definition: Definition) -> Iterable[str]:
    used: dict[str, list[Step]] = {}
    for step in definition.langkah:
        if step.waktu.satuan in CALENDAR_DAYS:
            used.setdefault(step.waktu.satuan, []).append(step)
    parts = [f"{spoken(unit)} (langkah {numbers(steps)})" for unit, steps in used.items()]
    if len(parts) > 1:
        yield f"Satuan waktu bercampur dalam satu tabel: {listed(parts)}."


def _open_ended(definition: Definition) -> Iterable[str]:
    steps = [step for step in definition.langkah if step.waktu.satuan == Unit.MENYESUAIKAN]
    if steps:
        yield (
            f"Langkah {numbers(steps)} tidak mempunyai jangka waktu (menyesuaikan); "
            "tenggatnya baru ada setelah tanggalnya disepakati."
        )


def _numbering(definition: Definition) -> Iterable[str]:
    steps = [step for step in definition.langkah if step.no_di_kertas]
    if steps:
        on_paper = listed([step.no_di_kertas or "" for step in steps])
        yield f"Nomor {on_paper} di kertas dibaca sebagai langkah {listed([str(step.no) for step in steps])}."


def longest_chain(definition: Definition, weights: dict[Unit, Fraction]) -> list[Step]:
    """The steps, one after the other by `setelah`, whose times in these units sum to the most; others left out.

    What runs side by side is not added up.
    """
    best: dict[int, tuple[Fraction, list[Step]]] = {}
    nothing: tuple[Fraction, list[Step]] = (Fraction(0), [])
    for step in definition.langkah:
        total, chain = max((best[before] for before in step.setelah), key=lambda found: found[0], default=nothing)
        weight = weights.get(Unit(step.waktu.satuan), Fraction(0)) * (step.waktu.jumlah or 0)
        best[step.no] = (total + weight, [*chain, step] if weight else chain)
    return max(best.values(), key=lambda found: found[0], default=nothing)[1]


def numbers(steps: list[Step]) -> str:
    """Step numbers as a reader says them: "1–12", "6 dan 9", "1–6 dan 9"."""
    runs: list[list[int]] = []
    for step in steps:
        if runs and runs[-1][-1] == step.no - 1:
            runs[-1].append(step.no)
        else:
            runs.append([step.no])
    return listed([f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs])


def listed(parts: list[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def spoken(unit: str) -> str:
    """The unit as the paper writes it: `hari_kerja` -> "hari kerja"."""
    return str(unit).replace("_", " ")


def _sum(chain: list[Step], total: int) -> str:
    if 1 < len(chain) <= FEW:
        return f"{' + '.join(str(step.waktu.jumlah) for step in chain)} = {total}"
    return str(total)
