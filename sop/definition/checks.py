"""The rules between the fields of a definition. Each check yields (path, reason) for what it refuses."""

from collections.abc import Iterator

from pkh_sembako.lib.worktime import Unit, check_amount
from sop.definition.lines import Path
from sop.definition.parts import Duration, Promise, Step
from sop.definition.shape import Definition
from sop.definition.vocabulary import DETERMINATION, FIRST_ACTIVITY

Refusals = Iterator[tuple[Path, str]]

ON_PAPER = ("kegiatan", "output", "keterangan")  # fields that keep the paper's spelling in `<field>_di_kertas`


def refusals(definition: Definition) -> Refusals:
    """Everything that is wrong, in the order of the file's logic; the reader raises the first."""
    yield from _lanes(definition)
    yield from _numbers(definition)  # before the rest, which counts on 1, 2, 3 ...
    for at, step in enumerate(definition.langkah):
        path: Path = ("langkah", at)
        yield from _people(definition, step, path)
        yield from _order(definition, step, path)
        yield from _amount(step.waktu, (*path, "waktu"))
        yield from _paper(step, path)
    yield from _activities(definition)
    if definition.standar_pelayanan:
        yield from _amount(definition.standar_pelayanan.jangka_waktu, ("standar_pelayanan", "jangka_waktu"))


def _lanes(definition: Definition) -> Refusals:
    seen: set[str] = set()
    for at, lane in enumerate(definition.lajur):
        if lane.kode in seen:
            yield ("lajur", at, "kode"), f'kode lajur "{lane.kode}" dipakai dua kali.'
        seen.add(lane.kode)


def _numbers(definition: Definition) -> Refusals:
    for at, step in enumerate(definition.langkah):
        if step.no in range(1, at + 1):
            yield ("langkah", at, "no"), f"nomor langkah {step.no} dipakai dua kali."
        elif step.no != at + 1:
            yield ("langkah", at, "no"), f"nomor langkah harus urut: di sini {at + 1}, bukan {step.no}."


def _people(definition: Definition, step: Step, path: Path) -> Refusals:
    lanes = {lane.kode for lane in definition.lajur}
    for at, kode in enumerate(step.pelaksana):
        if kode not in lanes:
            yield (*path, "pelaksana", at), f'pelaksana langkah {step.no} menyebut lajur "{kode}" yang tidak ada.'
    if step.penanggung_jawab not in step.pelaksana:
        yield (
            (*path, "penanggung_jawab"),
            f'penanggung jawab langkah {step.no}, "{step.penanggung_jawab}", bukan salah satu pelaksananya.',
        )
    elif definition.roles_of(step) == (step.pemeriksa,):
        yield (*path, "pemeriksa"), f"pemeriksa langkah {step.no} harus peran lain dari yang mengerjakannya."


def _order(definition: Definition, step: Step, path: Path) -> Refusals:
    last = len(definition.langkah)
    for at, before in enumerate(step.setelah):
        if not 1 <= before <= last:
            yield (*path, "setelah", at), f"langkah {step.no} menunggu langkah {before} yang tidak ada."
        elif before == step.no:
            yield (*path, "setelah", at), f"langkah {step.no} menunggu dirinya sendiri."
        elif before > step.no:
            yield (*path, "setelah", at), f"langkah {step.no} menunggu langkah {before} yang datang sesudahnya."
    if step.no == 1 and step.setelah:
        yield (*path, "setelah"), "langkah 1 tidak menunggu langkah lain."
    if step.no > 1 and not step.setelah:
        yield (*path, "setelah"), f"langkah {step.no} harus menyebut langkah yang ditunggunya."


def _amount(duration: Duration | Promise, path: Path) -> Refusals:
    if duration.jumlah is None and duration.satuan != Unit.MENYESUAIKAN:
        yield path, f"jumlah untuk satuan {duration.satuan} belum ditulis."
        return
    try:
        check_amount(duration.satuan, duration.jumlah)
    except ValueError as error:
        yield (*path, "jumlah"), str(error)


def _paper(step: Step, path: Path) -> Refusals:
    for name in ON_PAPER:
        if getattr(step, name) == getattr(step, f"{name}_di_kertas"):
            yield (*path, f"{name}_di_kertas"), f"{name}_di_kertas sama dengan {name}; tulis hanya bila berbeda."
    if step.no_di_kertas == str(step.no):
        yield (*path, "no_di_kertas"), "no_di_kertas sama dengan no; tulis hanya bila berbeda."


def _activities(definition: Definition) -> Refusals:
    if FIRST_ACTIVITY not in definition.langkah[0].aktivitas:
        yield ("langkah", 0, "aktivitas"), f'langkah 1 harus memuat aktivitas "{FIRST_ACTIVITY}".'
    done: dict[int, set[str]] = {}  # activities finished when a step is
    for at, step in enumerate(definition.langkah):
        so_far = {activity for before in step.setelah for activity in done[before]}
        for position, activity in enumerate(step.aktivitas):
            needed = _needed_before(activity)
            if needed and needed not in so_far:
                reason = f'aktivitas "{activity}" pada langkah {step.no} harus didahului "{needed}".'
                yield ("langkah", at, "aktivitas", position), reason
            so_far.add(activity)
        done[step.no] = so_far


def _needed_before(activity: str) -> str | None:
    place = DETERMINATION.index(activity) if activity in DETERMINATION else 0
    return DETERMINATION[place - 1] if place else None
