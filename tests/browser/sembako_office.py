"""A small office for the Sembako SOP: two kecamatan, thirteen families of the ministry's list, the bank's card list."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from pkh_sembako.accounts.cast import DESA_IN_PLAOSAN, PARANG, PLAOSAN, create_cast
from pkh_sembako.accounts.models import User, WorkArea
from pkh_sembako.management.demo.families import Family, Person
from pkh_sembako.management.demo.registry import import_list
from pkh_sembako.office.models import Desa, Official
from programs.models import Round
from tests.programs.factories import nik, no_kk
from tests.programs.kks.factories import number
from tests.programs.kks.lists import BANK

TAHUN, TAHAP = 2026, 11
SIZES = (6, 3, 4)  # families of the desa of desa.plaosan, of another of Plaosan, of one of Parang
STRANGER = 77  # a family that no list knows


def people() -> dict[str, User]:
    """The cast; ratri and bagas accompany every desa of their kecamatan, the Kepala Dinas signs."""
    found = create_cast(None)
    for kecamatan, name in ((PLAOSAN, "ratri"), (PARANG, "bagas")):
        for desa in Desa.objects.filter(kecamatan=kecamatan):
            WorkArea.objects.create(desa=desa, program="sembako", pendamping=found[name])
    kadis = found["kadis"]
    facts = {"title": "Kepala Dinas Sosial Kabupaten Magetan", "name": kadis.full_name, "rank": "Pembina (IV/a)"}
    Official.objects.create(post="kadis", user=kadis, starts=date(2025, 1, 2), **facts)
    return found


def places() -> list[Desa]:
    """Those that have families."""
    other = Desa.objects.filter(kecamatan=PLAOSAN).exclude(pk=DESA_IN_PLAOSAN).order_by("pk").first()
    parang = Desa.objects.filter(kecamatan=PARANG).order_by("pk").first()
    wanted = [DESA_IN_PLAOSAN, other.pk, parang.pk]
    return sorted(Desa.objects.select_related("kecamatan").filter(pk__in=wanted), key=lambda one: wanted.index(one.pk))


def families() -> list[Family]:
    return [
        _family(place, desa)
        for place, desa in enumerate((desa for desa, size in zip(places(), SIZES, strict=True) for _ in range(size)), 1)
    ]


def _family(place: int, desa: Desa) -> Family:
    head = Person(f"Melati Contoh {place}", nik(place), "P", date(1990, 8, 17), "Kepala keluarga")
    return Family(no_kk(place), desa, "Jl. Contoh", "Krajan", "001", "002", ("sembako",), [head], desil=2)


def listed(by: User) -> Round:
    """The ministry's list, applied."""
    return import_list(families(), "sembako", TAHUN, TAHAP, by=by).round


def card_list(folder: Path) -> Path:
    """The bank's list of cards with five planted errors below the thirteen good rows."""
    book = Workbook()
    sheet = book.active
    sheet.append(BANK)
    everybody = families()
    for place, family in enumerate(everybody, 1):
        sheet.append(_row(place, family, number(place)))
    first = everybody[0]
    sheet.append(_row(14, first, number(1)))  # a card number twice
    sheet.append(_row(15, first, number(15)))  # a second card for one family
    sheet.append(_row(16, everybody[1], number(16)[:15]))  # one digit short
    sheet.append(_row(17, everybody[2], int(number(17))))  # a number: its last digit may be gone
    sheet.append(_row(18, _family(STRANGER, first.desa), number(18)))
    path = folder / "DAFTAR KARTU KCP MAGETAN.xlsx"
    book.save(path)
    return path


def _row(place: int, family: Family, card: object) -> list[object]:
    who = [place, family.people[0].nik, family.no_kk, family.people[0].name.upper()]
    where = [family.alamat, "001/002", family.desa.name.upper(), family.desa.kecamatan.name.upper()]
    return [*who, *where, f"00712345{place:04d}", card, "KCP Magetan"]
