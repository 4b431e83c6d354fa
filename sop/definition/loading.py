"""Reads definition files: all of a file or nothing, all of a folder or nothing."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from pkh_sembako.lib.errors import DomainError
from sop.definition import checks
from sop.definition.errors import DefinitionError
from sop.definition.lines import LineMap
from sop.definition.lines import Path as KeyPath
from sop.definition.reader import Reader
from sop.definition.shape import Definition

LARGEST_TEXT = 200_000  # characters; the longest paper so far takes 20,000

# a NIP has 18 digits, a NIK 16: neither belongs in a definition, however it is spaced
PERSONAL_NUMBER = re.compile(r"\d(?:[ .]?\d){15,}")
TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
TOML_REASONS = {
    "Cannot overwrite a value": "kunci atau tabel ini ditulis dua kali.",
    "Cannot declare": "tabel ini ditulis dua kali.",
    "Expected '=' after a key": "sesudah nama kunci harus ada tanda sama dengan.",
    "Expected newline or end of document": "ada tulisan sesudah nilai; satu baris memuat satu kunci.",
    "Unterminated string": "tanda kutip belum ditutup.",
    "Illegal character": "tanda kutip belum ditutup atau ada karakter yang tidak diizinkan.",
    "Unclosed array": "kurung siku daftar belum ditutup.",
    "Unclosed inline table": "kurung kurawal belum ditutup.",
    "Invalid date": "tanggal tidak ada dalam kalender.",
    "Invalid value": "nilai tidak dapat dibaca; teks harus diapit tanda kutip.",
}


def load(path_or_text: Path | str, source: str = "") -> Definition:
    """The definition in a file (`Path`) or in a text (`str`), `source` naming it in refusals.

    DefinitionError with the line for anything that is not exactly a valid definition.
    """
    if isinstance(path_or_text, Path):
        source = source or path_or_text.name
        path_or_text = _text_of(path_or_text, source)
    return _Loader(path_or_text.removeprefix("\ufeff"), source).definition()


def load_all(folder: Path) -> list[Definition]:
    """Every `*.toml` of the folder, by file name. DefinitionError, and nothing, if one is broken or comes twice."""
    definitions: dict[tuple[str, int], Definition] = {}
    for path in sorted(folder.glob("*.toml")):
        definition = load(path)
        key = (definition.kode, definition.versi)
        if key in definitions:
            line = LineMap(path.read_text("utf-8-sig")).of(("versi",))
            raise DefinitionError(line, f"{key[0]} versi {key[1]} sudah ada di berkas lain.", path.name)
        definitions[key] = definition
    if not definitions:
        raise DefinitionError(1, "tidak ada berkas .toml di folder ini.", folder.name)
    return list(definitions.values())


def restore(data: Mapping[str, Any]) -> Definition:
    """The definition back from its `as_data()`. DomainError if the data was not made by it."""

    def refuse(path: KeyPath, reason: str) -> NoReturn:
        raise DomainError(f"SOP tersimpan tidak dapat dibaca: {reason}")

    return Reader(refuse).build(Definition, {**data, "berlaku_sejak": date.fromisoformat(data["berlaku_sejak"])})


class _Loader:
    """One text on its way to a Definition."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source

    def definition(self) -> Definition:
        if len(self.text) > LARGEST_TEXT:
            raise DefinitionError(1, "berkas terlalu besar untuk sebuah SOP.", self.source)
        table, lines = self._toml()
        self._refuse_personal_numbers()

        def refuse(path: KeyPath, reason: str) -> NoReturn:
            raise DefinitionError(lines.of(path), reason, self.source)

        definition = Reader(refuse).build(Definition, table)
        for path, reason in checks.refusals(definition):
            refuse(path, reason)
        return definition

    def _toml(self) -> tuple[dict[str, object], LineMap]:
        try:
            return tomllib.loads(self.text), LineMap(self.text)
        except (ValueError, RecursionError) as error:
            raise self._broken_toml(str(error)) from error

    def _broken_toml(self, message: str) -> DefinitionError:
        place = TOML_PLACE.search(message)
        line = 1
        if place:
            line = int(place.group(1) or self.text.rstrip("\n").count("\n") + 1)
        known = [reason for start, reason in TOML_REASONS.items() if message.startswith(start)]
        return DefinitionError(line, known[0] if known else "tidak dapat dibaca sebagai TOML.", self.source)

    def _refuse_personal_numbers(self) -> None:
        found = PERSONAL_NUMBER.search(self.text)
        if found:
            line = self.text.count("\n", 0, found.start()) + 1
            raise DefinitionError(line, "tampak memuat NIK atau NIP; tulis jabatannya saja.", self.source)


def _text_of(path: Path, source: str) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DefinitionError(line, "bukan teks UTF-8; simpan ulang berkas sebagai UTF-8.", source) from error
