"""The region of every row of a sheet: its own cells first, then what the officer gave, then the sheet's own name."""

from collections.abc import Mapping, Sequence

from programs.importing.cells import as_texts
from programs.importing.errors import FileRefused
from programs.importing.regions import Place, Regions

_CODE_PARTS = (("kode_prov", 2), ("kode_kab", 2), ("kode_kec", 2), ("kode_kel", 4))


def check_given(regions: Regions, kecamatan: str, desa: str) -> None:
    """Refuse a --kecamatan or --desa that names no place of this office, or several."""
    code = regions.kecamatan(kecamatan) if kecamatan else None
    if kecamatan and not code:
        raise FileRefused(f'Kecamatan "{kecamatan}" tidak dikenal di wilayah kantor ini.')
    if desa and not (hits := regions.desa(desa, code)):
        raise FileRefused(f'Desa/kelurahan "{desa}" tidak dikenal di wilayah kantor ini.')
    if desa and len(hits) > 1 and not code:
        raise FileRefused(f'Desa/kelurahan "{desa}" ada di beberapa kecamatan; sebutkan juga kecamatannya.')


def named_after(sheet: str, fields: set[str], regions: Regions) -> tuple[str, str]:
    """(kecamatan, desa) codes that the name of a sheet stands for, of what its columns lack; "" where it does not."""
    if fields & {"kode_wilayah", "kode_kel"}:
        return "", ""
    kecamatan = regions.kecamatan(sheet) or ""
    if "desa" in fields:
        return ("" if "kecamatan" in fields else kecamatan), ""
    hits = regions.desa(sheet)
    if len(hits) == 1 and "kecamatan" not in fields:
        return hits[0]
    if hits and "kecamatan" in fields:
        return "", sheet
    return kecamatan, ""


class RegionColumns:
    """Region cells of one sheet. `given` comes from the officer and fills empty cells, `named` only missing columns."""

    def __init__(
        self,
        at: Mapping[str, int],
        regions: Regions,
        given: tuple[str, str] = ("", ""),
        named: tuple[str, str] = ("", ""),
    ) -> None:
        self.at, self.regions, self.given, self.named = at, regions, given, named

    def places(self, table: Sequence[Sequence[object]], size: int) -> list[Place]:
        """One Place per row, faults included; `table` holds columns."""
        return list(
            map(
                self.regions.resolve,
                self._names(table, "kecamatan", size, self.given[0], self.named[0]),
                self._names(table, "desa", size, self.given[1], self.named[1]),
                self._codes(table, size),
                self._cells(table, "kabupaten", size),
            )
        )

    def _cells(self, table: Sequence[Sequence[object]], field: str, size: int) -> list[str]:
        index = self.at.get(field)
        return [""] * size if index is None or index >= len(table) else as_texts(table[index])

    def _names(self, table: Sequence[Sequence[object]], field: str, size: int, given: str, named: str) -> list[str]:
        if field not in self.at:
            has_code = "kode_wilayah" in self.at or "kode_kel" in self.at
            return ["" if has_code and field == "desa" else given or named] * size
        names = self._cells(table, field, size)
        return [name or given for name in names] if given else names

    def _codes(self, table: Sequence[Sequence[object]], size: int) -> list[str]:
        if "kode_wilayah" in self.at or not all(part in self.at for part, _ in _CODE_PARTS):
            return self._cells(table, "kode_wilayah", size)
        cells = [[text and text.zfill(width) for text in self._cells(table, part, size)] for part, width in _CODE_PARTS]
        return ["".join(parts) if all(parts) else "" for parts in zip(*cells, strict=True)]
