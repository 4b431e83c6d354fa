"""Which kecamatan and desa a row names, by name or code, from plain tuples.

Names are compared without "KEC."/"DESA"/"KEL.", spaces and case. Names first: a code decides only where no name is
given or where the name fits several (codes of BPS differ from those of Kemendagri: a code never overrules a name).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

_NOT_WORD = re.compile(r"[^A-Z0-9]")
_KECAMATAN = re.compile(r"^\s*(?:KECAMATAN|KEC)[\s.:]+", re.IGNORECASE)
_DESA = re.compile(r"^\s*(?P<kind>KELURAHAN|KEL|DESA|DS)[\s.:]+(?:(?:KELURAHAN|KEL|DESA|DS)[\s.:]+)?", re.IGNORECASE)
_KABUPATEN = re.compile(r"^\s*(?P<kind>KABUPATEN|KAB|KOTA)[\s.:]+", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{2}(?:\.?[0-9]{2}){1,2}(?:\.?[0-9]{4})?")


class Place(NamedTuple):
    """A resolved region, or the fault (code of the contract), the part it lies in and a sentence."""

    kecamatan_code: str = ""
    desa_code: str = ""
    fault: str | None = None
    part: str = "desa"  # kabupaten | kecamatan | desa | kode_wilayah
    message: str = ""


def _key(name: str) -> str:
    return _NOT_WORD.sub("", name.upper())


def _digits(code: str) -> str:
    return code.replace(".", "")


class Regions:
    """Kecamatan and desa of one office. Codes keep the form in which they were given; lookups ignore the dots."""

    def __init__(
        self,
        kecamatan: Iterable[tuple[str, str]],
        desa: Iterable[tuple[str, str, str, str]],
        kabupaten: tuple[str, str] = ("", ""),
        kabupaten_codes: Iterable[str] = (),
    ) -> None:
        self.kabupaten_code, self.kabupaten_name = kabupaten
        self.kabupaten_codes = frozenset(map(_digits, kabupaten_codes))
        self.kecamatan_names: dict[str, str] = {}
        self._kecamatan_by: dict[str, str] = {}
        self._desa_by_code: dict[str, tuple[str, str]] = {}
        self._desa_by_name: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._cache: dict[tuple[str, str, str, str], Place] = {}
        for code, name in kecamatan:
            self.kecamatan_names[code] = name
            self._kecamatan_by[_digits(code)] = self._kecamatan_by[_key(name)] = code
        for code, kecamatan_code, name, kind in desa:
            self._desa_by_code[_digits(code)] = (kecamatan_code, code)
            self._desa_by_name[_key(name)].append((kecamatan_code, code, kind))

    def kecamatan(self, text: str) -> str | None:
        """Code of a kecamatan given by name or code."""
        if _CODE.fullmatch(text.strip()):
            return self._kecamatan_by.get(_digits(text.strip()))
        return self._kecamatan_by.get(_key(text)) or self._kecamatan_by.get(_key(_KECAMATAN.sub("", text)))

    def desa(self, text: str, kecamatan_code: str | None = None) -> list[tuple[str, str]]:
        """(kecamatan, desa) codes of the desa that a name or code fits; "KEL." or "DESA" decides between two kinds."""
        if _CODE.fullmatch(text.strip()):
            found = self._desa_by_code.get(_digits(text.strip()))
            hits = [(*found, "")] if found else []
        else:
            hits = self._desa_by_name.get(_key(text)) or self._desa_by_name.get(_key(_DESA.sub("", text)), [])
        if kecamatan_code:
            hits = [hit for hit in hits if hit[0] == kecamatan_code]
        if len(hits) > 1 and (prefix := _DESA.match(text)):
            wanted = "kelurahan" if prefix["kind"].upper().startswith("KEL") else "desa"
            hits = [hit for hit in hits if hit[2] == wanted] or hits
        return [(hit[0], hit[1]) for hit in hits]

    def resolve(self, kecamatan: str = "", desa: str = "", code: str = "", kabupaten: str = "") -> Place:
        """The place that the cells of one row name. Cached: a file repeats a few hundred of them."""
        key = (kecamatan, desa, code, kabupaten)
        place = self._cache.get(key)
        if place is None:
            place = self._cache[key] = self._resolve(*key)
        return place

    def _resolve(self, kecamatan: str, desa: str, code: str, kabupaten: str) -> Place:
        if kabupaten and not self._is_here(kabupaten):
            return _fault("region_unknown", "kabupaten", f'"{kabupaten}" bukan wilayah {self._here()}.')
        if desa:
            return self._by_names(kecamatan, desa, code)
        if code:
            return self._by_code(kecamatan, code)
        if kecamatan and not self.kecamatan(kecamatan):
            return self._unknown_kecamatan(kecamatan)
        return _fault("region_missing", "desa", "Desa/kelurahan tidak diisi.")

    def _by_names(self, kecamatan: str, desa: str, code: str) -> Place:
        kecamatan_code = self.kecamatan(kecamatan) if kecamatan else None
        if kecamatan and not kecamatan_code:
            return self._unknown_kecamatan(kecamatan)
        hits = self.desa(desa, kecamatan_code)
        if len(hits) > 1 and code:
            hits = (
                [hit for hit in hits if _digits(code).startswith(_digits(hit[1]))]
                or [hit for hit in hits if _digits(code).startswith(_digits(hit[0]))]
                or hits
            )
        if not hits:
            where = f"Kecamatan {self.kecamatan_names[kecamatan_code]}" if kecamatan_code else self._here()
            return _fault("region_unknown", "desa", f'Desa/kelurahan "{desa}" tidak ada di {where}.')
        if len(hits) > 1:
            return _fault("region_ambiguous", "desa", self._ambiguous(desa, hits))
        return Place(*hits[0])

    def _by_code(self, kecamatan: str, code: str) -> Place:
        kecamatan_code = self.kecamatan(kecamatan) if kecamatan else None
        if kecamatan and not kecamatan_code:
            return self._unknown_kecamatan(kecamatan)
        found = self._desa_by_code.get(_digits(code))
        if not found:
            if self.kecamatan(code):
                return _fault("region_missing", "kode_wilayah", f'Kode wilayah "{code}" hanya sampai kecamatan.')
            return _fault("region_unknown", "kode_wilayah", f'Kode wilayah "{code}" tidak ada di {self._here()}.')
        if kecamatan_code and found[0] != kecamatan_code:
            message = f'Kode wilayah "{code}" bukan desa di Kecamatan {self.kecamatan_names[kecamatan_code]}.'
            return _fault("region_unknown", "kode_wilayah", message)
        return Place(*found)

    def _unknown_kecamatan(self, text: str) -> Place:
        return _fault("region_unknown", "kecamatan", f'Kecamatan "{text}" tidak ada di {self._here()}.')

    def _ambiguous(self, desa: str, hits: list[tuple[str, str]]) -> str:
        names = " dan ".join(sorted({self.kecamatan_names.get(hit[0], hit[0]) for hit in hits}))
        return f'Desa/kelurahan "{desa}" ada lebih dari satu (Kecamatan {names}); sebutkan kecamatannya.'

    def _is_here(self, kabupaten: str) -> bool:
        if not self.kabupaten_name:
            return True
        if _CODE.fullmatch(kabupaten):
            return _digits(kabupaten) == _digits(self.kabupaten_code)
        own, other = _KABUPATEN.match(self.kabupaten_name), _KABUPATEN.match(kabupaten)
        if own and other and own["kind"][:2].upper() != other["kind"][:2].upper():
            return False  # Kota Madiun is not Kabupaten Madiun
        here = _key(_KABUPATEN.sub("", self.kabupaten_name))
        return here in (_key(kabupaten), _key(_KABUPATEN.sub("", kabupaten)))

    def _here(self) -> str:
        return _titled(self.kabupaten_name) or "wilayah kantor ini"


def _titled(name: str) -> str:
    if not name or _KABUPATEN.match(name):
        return name
    return f"Kabupaten {name}"


def _fault(code: str, part: str, message: str) -> Place:
    return Place(fault=code, part=part, message=message)
