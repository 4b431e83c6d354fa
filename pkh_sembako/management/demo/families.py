"""Families of the demo office, drawn by the shares of domain.md's corrections (Magetan, November 2026)."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from pkh_sembako.accounts.cast import DESA_IN_PLAOSAN
from pkh_sembako.management.demo import names
from pkh_sembako.office.models import Desa
from programs.enums import Component as C
from programs.enums import Program

# PKH families per kecamatan.
PKH_PER_KECAMATAN = {
    "35.20.01": 1420,
    "35.20.02": 2130,
    "35.20.03": 1840,
    "35.20.04": 1160,
    "35.20.05": 1270,
    "35.20.06": 1010,
    "35.20.07": 1980,
    "35.20.08": 2260,
    "35.20.09": 960,
    "35.20.10": 1210,
    "35.20.11": 1120,
    "35.20.12": 850,
    "35.20.13": 790,
    "35.20.14": 1450,
    "35.20.15": 960,
    "35.20.16": 1480,
    "35.20.17": 900,
    "35.20.18": 1520,
}
PKH, SEMBAKO, BOTH = 24_310, 44_870, 21_900
DESIL = ((1, 31), (2, 27), (3, 23), (4, 16), (5, 3))
# Component -> (share of PKH families that have it, ages of the member, rupiah a tahap).
COMPONENTS = {
    C.SD: (0.33, (7, 12), 225_000),
    C.SMP: (0.19, (13, 15), 375_000),
    C.SMA: (0.16, (16, 18), 500_000),
    C.TODDLER: (0.13, (1, 4), 750_000),
    C.ELDERLY: (0.30, (62, 84), 600_000),
    C.DISABILITY: (0.035, (20, 50), 600_000),
    C.PREGNANT: (0.008, (22, 38), 750_000),
}
ADULT_COMPONENTS = (C.ELDERLY, C.DISABILITY, C.PREGNANT)
SEMBAKO_A_ROUND = 600_000
NEIGHBOURS = 3  # families who live in the desa of the cast, however small the office
# Serials this high are not given out, so no invented NIK is anybody's.
FIRST_SERIAL = 9000


@dataclass
class Person:
    name: str
    nik: str
    sex: str
    birth_date: date
    relation: str
    components: list[str] = field(default_factory=list)


@dataclass
class Family:
    """A family before it is written: the pengurus is the first of `people`."""

    no_kk: str
    desa: Desa
    alamat: str
    dusun: str
    rt: str
    rw: str
    programs: tuple[str, ...]
    people: list[Person]
    desil: int

    @property
    def pkh_amount(self) -> int:
        """Rupiah of one tahap for the (at most four) components."""
        amounts = sorted((COMPONENTS[C(code)][2] for person in self.people for code in person.components), reverse=True)
        return sum(amounts[:4])


class Numbers:
    """Invented NIK and NKK, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._given = 0

    def nik(self, desa: Desa, birth: date, sex: str) -> str:
        day = birth.day + (40 if sex == "P" else 0)
        return self._next(f"{desa.kecamatan_id.replace('.', '')}{day:02d}{birth:%m%y}")

    def no_kk(self, desa: Desa, issued: date) -> str:
        return self._next(f"{desa.kecamatan_id.replace('.', '')}{issued:%d%m%y}")

    def _next(self, stem: str) -> str:
        self._given += 1
        serial = FIRST_SERIAL + self._given % 999
        while f"{stem}{serial:04d}" in self._used:
            serial = FIRST_SERIAL + (serial + 1 - FIRST_SERIAL) % 1000
        self._used.add(f"{stem}{serial:04d}")
        return f"{stem}{serial:04d}"


def invent(count: int, dice: Random, today: date) -> list[Family]:
    """`count` families over all kecamatan of Magetan in their real proportions."""
    desa_of: dict[str, list[Desa]] = {}
    for desa in Desa.objects.filter(kecamatan_id__in=PKH_PER_KECAMATAN).order_by("code"):
        desa_of.setdefault(desa.kecamatan_id, []).append(desa)
    numbers = Numbers()
    return [
        _family(_place(desa_of[code], number, dice), dice, numbers, today)
        for code, share in _shares(count).items()
        for number in range(share)
    ]


def _place(choices: list[Desa], number: int, dice: Random) -> Desa:
    """Any desa, but the first families of Plaosan live in that of desa.plaosan."""
    drawn = dice.choice(choices)
    own = next((desa for desa in choices if desa.pk == DESA_IN_PLAOSAN), drawn)
    return own if number < NEIGHBOURS else drawn


def _shares(count: int) -> dict[str, int]:
    """Families per kecamatan: largest remainders, so that the sum is exact."""
    whole = sum(PKH_PER_KECAMATAN.values())
    exact = {code: count * number / whole for code, number in PKH_PER_KECAMATAN.items()}
    shares = {code: int(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (shares[code] - exact[code], code))
    for code in by_remainder[: count - sum(shares.values())]:
        shares[code] += 1
    return shares


def _family(desa: Desa, dice: Random, numbers: Numbers, today: date) -> Family:
    programs = _programs(dice)
    sex = "P" if dice.random() < 0.92 else "L"
    birth = _birth(dice, today, (26, 58))
    pengurus = Person(
        names.woman(dice) if sex == "P" else names.man(dice),
        numbers.nik(desa, birth, sex),
        sex,
        birth,
        "Kepala keluarga",
    )
    rt, rw = dice.randint(1, 9), dice.randint(1, 6)
    family = Family(
        no_kk=numbers.no_kk(desa, _birth(dice, today, (1, 14))),
        desa=desa,
        alamat=f"Jl. {dice.choice(names.STREETS)} No. {dice.randint(1, 120)}",
        dusun=dice.choice(names.DUSUN),
        rt=f"{rt:03d}",
        rw=f"{rw:03d}",
        programs=programs,
        people=[pengurus],
        desil=dice.choices([d for d, _ in DESIL], [w for _, w in DESIL])[0],
    )
    if Program.PKH in programs:
        _add_components(family, dice, numbers, today)
    return family


def _programs(dice: Random) -> tuple[str, ...]:
    draw = dice.random() * (PKH + SEMBAKO - BOTH)
    if draw < BOTH:
        return (Program.PKH.value, Program.SEMBAKO.value)
    return (Program.PKH.value,) if draw < PKH else (Program.SEMBAKO.value,)


def _add_components(family: Family, dice: Random, numbers: Numbers, today: date) -> None:
    chosen = [code for code, (share, _, _) in COMPONENTS.items() if dice.random() < share]
    for code in chosen or [dice.choice((C.SD, C.SMP, C.ELDERLY))]:
        ages = COMPONENTS[code][1]
        adult = code in ADULT_COMPONENTS
        sex = "P" if code == C.PREGNANT else dice.choice("PL")
        birth = _birth(dice, today, ages)
        name = (names.woman(dice) if sex == "P" else names.man(dice)) if adult else names.child(dice)
        relation = "Orang tua" if code == C.ELDERLY else "Famili lain" if adult else "Anak"
        family.people.append(Person(name, numbers.nik(family.desa, birth, sex), sex, birth, relation, [code.value]))


def _birth(dice: Random, today: date, ages: tuple[int, int]) -> date:
    return date(today.year - dice.randint(*ages) - 1, dice.randint(1, 12), dice.randint(1, 28))
