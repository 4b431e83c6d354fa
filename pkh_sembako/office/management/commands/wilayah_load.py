"""Loads every kabupaten/kota of Indonesia, and kecamatan and desa of the supported offices (Kemendagri codes, ODbL)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.core.management import BaseCommand
from django.db import transaction

from pkh_sembako.office.models import Desa, DesaKind, Kecamatan, Regency

FOLDER = Path(__file__).resolve().parents[2] / "wilayah"
KINDS = {"1": DesaKind.KELURAHAN, "2": DesaKind.DESA, "3": DesaKind.ADAT}  # first digit of the code's fourth part


class Command(BaseCommand):
    help = "Memuat data wilayah. Boleh diulang: nama yang berubah diperbarui, tidak ada yang dihapus."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        regencies = [Regency(code=row["code"], name=row["name"]) for row in rows("regencies")]
        kecamatan = [
            Kecamatan(code=row["code"], kabupaten_code=row["regency_code"], name=row["name"])
            for row in rows("districts")
        ]
        desa = [
            Desa(code=row["code"], kecamatan_id=row["district_code"], name=row["name"], kind=KINDS[row["code"][9]])
            for row in rows("villages")
        ]
        upsert(regencies, ["name"])
        upsert(kecamatan, ["name"])
        upsert(desa, ["name", "kind"])
        if options["verbosity"]:
            self.stdout.write(
                f"Wilayah: {len(regencies)} kabupaten/kota, {len(kecamatan)} kecamatan, {len(desa)} desa."
            )


def rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def upsert(objects: list, fields: list[str]) -> None:
    type(objects[0])._default_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
