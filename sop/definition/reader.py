"""Builds the dataclasses of `parts` and `shape` from the tables `tomllib` gives, refusing what they do not know."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, NoReturn, TypeVar, get_args, get_origin

from sop.definition.lines import Path
from sop.definition.parts import PaperText

Refuse = Callable[[Path, str], NoReturn]
T = TypeVar("T")

WORDS = {str: "teks", int: "bilangan bulat", bool: "true atau false", date: "tanggal tanpa jam, misalnya 2023-06-05"}


class Reader:
    """Reads one file; `refuse(path, reason)` raises with the line of the path."""

    def __init__(self, refuse: Refuse) -> None:
        self.refuse = refuse

    def build(self, shape: type[T], table: Any, path: Path = ()) -> T:
        """An instance of the dataclass `shape` from a table; its path is for the refusal."""
        if not isinstance(table, dict):
            self.refuse(path, f"{_named(path)} harus berupa tabel.")
        known: dict[str, Field[Any]] = {field.name: field for field in fields(shape)}  # type: ignore[arg-type]
        for key in table:
            if key not in known:
                self.refuse((*path, key), f'kunci "{key}" tidak dikenal{_where(path)}.')
        for field in known.values():
            if field.name not in table and field.default is MISSING:
                self.refuse(path, f'kunci "{field.name}" belum ditulis{_where(path)}.')
        values = {key: self._value(known[key].type, known[key].metadata, table[key], (*path, key)) for key in table}
        built = shape(**values)
        if isinstance(built, PaperText) and built.di_kertas == built.teks:
            self.refuse((*path, "di_kertas"), f"di_kertas{_where(path)} sama dengan teks; tulis hanya bila berbeda.")
        return built

    def _value(self, kind: Any, rules: Mapping[str, Any], raw: Any, path: Path) -> Any:
        if get_origin(kind) is UnionType:
            kind = get_args(kind)[0]  # `X | None`: TOML has no null, so a written value is an X
        if get_origin(kind) is tuple:
            return self._list(get_args(kind)[0], rules, raw, path)
        if kind is PaperText and isinstance(raw, str):
            raw = {"teks": raw}
        if isinstance(kind, type) and is_dataclass(kind):
            return self.build(kind, raw, path)
        self._check_type(kind, raw, path)
        self._check_rules(rules, raw, path)
        return raw

    def _list(self, kind: Any, rules: Mapping[str, Any], raw: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            self.refuse(path, f"{_named(path)} harus berupa daftar.")
        if not raw and rules.get("filled"):
            self.refuse(path, f"{_named(path)} tidak boleh kosong.")
        for number, item in enumerate(raw):
            if item in raw[:number]:
                self.refuse((*path, number), f"{_named(path)} memuat {_shown(item)} dua kali.")
        return tuple(self._value(kind, rules, item, (*path, number)) for number, item in enumerate(raw))

    def _check_type(self, kind: type, raw: Any, path: Path) -> None:
        # bool is an int and datetime a date in Python, but not in a definition
        if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)) or isinstance(raw, datetime):
            self.refuse(path, f"{_named(path)} harus berupa {WORDS[kind]}.")
        if isinstance(raw, str) and not raw.strip():
            self.refuse(path, f"{_named(path)} tidak boleh kosong.")
        if isinstance(raw, str) and (not raw.isprintable() or raw != raw.strip()):
            self.refuse(path, f"{_named(path)} memuat ganti baris, karakter tak terlihat, atau spasi di tepi.")

    def _check_rules(self, rules: Mapping[str, Any], raw: Any, path: Path) -> None:
        if "one_of" in rules and raw not in rules["one_of"]:
            self.refuse(path, f"{_named(path)} tidak mengenal {_shown(raw)}. Pilihan: {', '.join(rules['one_of'])}.")
        if "pattern" in rules and not re.fullmatch(rules["pattern"], raw, re.ASCII):
            self.refuse(path, f"{_named(path)} berbentuk salah: {_shown(raw)}.")
        if len(str(raw)) > rules.get("longest", len(str(raw))):
            self.refuse(path, f"{_named(path)} paling panjang {rules['longest']} huruf.")
        if "least" in rules and not rules["least"] <= raw <= rules["most"]:
            self.refuse(path, f"{_named(path)} harus antara {rules['least']} dan {rules['most']}.")


def _shown(raw: Any) -> str:
    return f'"{raw}"' if isinstance(raw, str) else str(raw)


def _named(path: Path) -> str:
    """`("langkah", 2, "waktu", "jumlah")` -> 'jumlah di langkah ke-3, waktu'; an item is named by its list."""
    while len(path) > 1 and isinstance(path[-1], int):
        path = path[:-1]
    return f"{path[-1]}{_where(path[:-1])}"


def _where(path: Path) -> str:
    if not path:
        return ""
    parts: list[str] = []
    for part in path:
        if isinstance(part, int):
            parts[-1] += f" ke-{part + 1}"
        else:
            parts.append(part)
    return f" di {', '.join(parts)}"
