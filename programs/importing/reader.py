"""The parent's side of `child.py`: starts it, asks for sheets, takes rows, notices every way it can end."""

import io
import json
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, NoReturn

from programs.importing import limits
from programs.importing.errors import FileRefused
from programs.importing.guard import SMALLER, FileFacts, check_file

_ROOT = Path(__file__).resolve().parents[2]
_SAFE_CLASSES = {"date", "datetime", "time", "timedelta"}
Cell = object
Row = list[Cell]


class RawSheet(NamedTuple):
    """One sheet as the child announces it; `head` holds its first rows."""

    number: int  # from 0
    name: str
    hidden: bool
    height: int
    width: int
    head: list[Row]


class _PlainValues(pickle.Unpickler):
    """The child reads a stranger's file: what it sends may hold dates, and nothing else that needs a class."""

    def find_class(self, module: str, name: str) -> type:
        if module == "datetime" and name in _SAFE_CLASSES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"unexpected {module}.{name}")


class FileReader:
    """`with FileReader(path, name) as file:` gives `file.sheets`, then `file.rows([0, 2])` once.

    Raises FileRefused when the guard or the child refuses, or when the child dies or is too slow.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.facts: FileFacts = check_file(path)
        self.command = [sys.executable, "-m", "programs.importing.child", str(path.resolve()), self.facts.kind, name]
        self.patience = float(limits.CHILD_SECONDS)
        self.sheets: list[RawSheet] = []

    def __enter__(self) -> "FileReader":
        # An empty environment: the child needs no secret of this process.
        self.child = subprocess.Popen(
            self.command,
            cwd=_ROOT,
            env={"PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        assert self.child.stdin and self.child.stdout  # both are pipes
        self.child_in, self.child_out = self.child.stdin, self.child.stdout
        try:
            book = self._next()
        except BaseException:
            self._stop()
            raise
        self.sheets = [RawSheet(index, *sheet) for index, sheet in enumerate(book[1])]
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def rows(self, wanted: list[int]) -> Iterator[tuple[int, int, list[Row]]]:
        """(sheet index, 1-based number of the first row, rows) in batches, the sheets in the order asked."""
        try:
            self.child_in.write(json.dumps(wanted).encode() + b"\n")
        except BrokenPipeError:
            self._give_up()
        while (message := self._next())[0] == "rows":
            yield message[1], message[2], message[3]

    def _next(self) -> tuple:
        (length,) = struct.unpack("<Q", self._take(8))
        frame = self._take(length)
        try:
            message = _PlainValues(io.BytesIO(frame)).load()
        except Exception:  # a broken pickle may raise nearly anything
            self._give_up()
        if message[0] == "refused":
            raise FileRefused(message[1])
        return message

    def _take(self, length: int) -> bytearray:
        """Exactly `length` bytes; only the time spent waiting for the child counts against its limit."""
        if length > limits.CHILD_MEMORY_BYTES:
            self._give_up()
        buffer = bytearray(length)
        view, filled, pipe = memoryview(buffer), 0, self.child_out.fileno()
        while filled < length:
            started = time.monotonic()
            ready, _, _ = select.select([pipe], [], [], max(self.patience, 0))
            self.patience -= time.monotonic() - started
            if not ready:
                raise FileRefused(f"Berkas terlalu lama dibaca (lebih dari {limits.CHILD_SECONDS} detik); {SMALLER}")
            count = os.readv(pipe, [view[filled:]])
            if not count:
                self._give_up()
            filled += count
        return buffer

    def _give_up(self) -> NoReturn:
        raise FileRefused(f"Berkas tidak dapat dibaca: rusak atau terlalu besar; simpan ulang dari Excel, {SMALLER}")

    def _stop(self) -> None:
        self.child.kill()
        self.child.wait()
        self.child_in.close()
        self.child_out.close()
