"""Where each key of a TOML text stands, so that a refusal can name the line.

`tomllib` has read the text before, so this walk meets valid TOML only and refuses nothing itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

Path = tuple[str | int, ...]

_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_BARE = re.compile(r"[^,\]}#\n]*")


class LineMap:
    """Line (1-based) of every path of the text, e.g. `("langkah", 2, "waktu", "jumlah")`."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text.replace("\r\n", "\n"), 0
        self.known: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = defaultdict(int)  # elements so far of each array of tables
        self._walk()

    def of(self, path: Path) -> int:
        """Line of the path, or of the nearest table around it."""
        while path not in self.known:
            path = path[:-1]
        return self.known[path]

    def _walk(self) -> None:
        table: Path = ()
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._skip()

    def _header(self) -> Path:
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        line, path = self._line(), self._inside_last(self._keys())
        self.at += 2 if is_array else 1
        if is_array:
            self.counts[path] += 1
            self.known.setdefault(path, line)
            path = (*path, self.counts[path] - 1)
        self.known[path] = line
        return path

    def _inside_last(self, keys: list[str]) -> Path:
        """`[langkah.waktu]` means the last `[[langkah]]` so far."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return (*path, keys[-1])

    def _assignment(self, table: Path) -> None:
        line, path = self._line(), table
        for key in self._keys():
            path = (*path, key)
            self.known.setdefault(path, line)
        self.at += 1  # the equals sign
        self._value(path)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip()
            found = _KEY.match(self.text, self.at)
            assert found
            keys.append(found.group().strip("\"'"))
            self.at = found.end()
            self._skip()
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        self._skip()
        self.known.setdefault(path, self._line())
        first = self.text[self.at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            found = (_STRING if first in "\"'" else _BARE).match(self.text, self.at)
            assert found
            self.at = found.end()

    def _array(self, path: Path) -> None:
        for number in self._items("]"):
            self._value((*path, number))

    def _inline_table(self, path: Path) -> None:
        for _ in self._items("}"):
            self._assignment(path)

    def _items(self, closing: str) -> Iterator[int]:
        """Stand at each item of an array or inline table in turn; yields its number."""
        self.at += 1
        number = 0
        self._skip()
        while self.text[self.at] != closing:
            yield number
            number += 1
            self._skip()
            if self.text[self.at] == ",":
                self.at += 1
                self._skip()
        self.at += 1

    def _skip(self) -> None:
        found = _BLANK.match(self.text, self.at)
        assert found
        self.at = found.end()

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
