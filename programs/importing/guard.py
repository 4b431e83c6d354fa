"""What is checked before any reader opens a file (reliability 2l and S5). A refusal is one Indonesian sentence.

A 1 KB workbook with one cell at XFD1048576 aborts the process that reads it, and a 1 MB zip can unpack to gigabytes:
so the zip is inflated here in chunks, counted, and its cell addresses are looked at without being understood.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from programs.importing import limits
from programs.importing.errors import FileRefused
from programs.importing.sniff import CHUNK, ENCRYPTED_MARK, kind_of

SMALLER = "pecah menjadi beberapa berkas atau simpan sebagai CSV."
_OVERLAP = 64  # bytes carried over, so that an address cut by a chunk is still seen

# An address beyond column CV (the 100th), and a row number of six digits or more. A literal start makes them fast;
# what is written in another way is left to the child, which has limits of its own.
_WIDE = re.compile(rb""" r=["'](?:[A-Z]{3,}|[D-Z][A-Z]|C[W-Z])\d""")
_DEEP = re.compile(rb""" r=["'][A-Z]{0,3}(\d{6,})["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*\bhidden=["'](?:1|true)""")
_UNSAFE_NAME = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_SHEET = re.compile(r"^/?xl/worksheets/[^/]+\.xml$", re.IGNORECASE)

_WRONG_KIND = {
    "empty": "Berkas ini kosong.",
    "pdf": "Berkas ini PDF; unggah daftar aslinya sebagai .xlsx atau .csv.",
    "html": "Berkas ini halaman web yang diberi nama Excel; buka di Excel, lalu simpan sebagai .xlsx.",
    "binary": "Berkas ini bukan .xlsx dan bukan .csv; unggah salah satu dari keduanya.",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the guard saw: `kind` is xlsx or csv, `hidden_rows` how many rows the workbook hides."""

    kind: str
    hidden_rows: int = 0


def check_file(path: Path) -> FileFacts:
    """Refuse what must not be opened; otherwise say what the file is."""
    with path.open("rb") as file:
        kind = kind_of(file.read(64 * 1024))
    if kind == "ole":
        raise FileRefused(_ole_sentence(path))
    if kind in _WRONG_KIND:
        raise FileRefused(_WRONG_KIND[kind])
    if kind == "csv":
        _check_csv_size(path)
        return FileFacts("csv")
    return FileFacts("xlsx", _check_zip(path))


def _ole_sentence(path: Path) -> str:
    if ENCRYPTED_MARK in path.read_bytes()[: limits.MAX_ZIP_BYTES]:
        return "Berkas ini terkunci kata sandi; buka di Excel, hapus kata sandinya, lalu simpan lagi sebagai .xlsx."
    return "Berkas ini Excel lama (.xls); buka di Excel, lalu simpan sebagai .xlsx."


def _check_csv_size(path: Path) -> None:
    if path.stat().st_size > limits.MAX_UNPACKED_BYTES:
        raise FileRefused("Berkas CSV lebih dari 200 MB; pecah menjadi beberapa berkas.")


def _check_zip(path: Path) -> int:
    packed = path.stat().st_size
    if packed > limits.MAX_ZIP_BYTES:
        raise FileRefused(f"Berkas lebih dari 20 MB; {SMALLER}")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive)
            return _inflate(archive, packed)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise FileRefused("Berkas .xlsx rusak dan tidak dapat dibuka; simpan ulang dari Excel.") from None
    except Exception as error:  # zlib.error and lzma.LZMAError share no narrower parent
        if isinstance(error, FileRefused):
            raise
        raise FileRefused("Berkas .xlsx rusak dan tidak dapat dibuka; simpan ulang dari Excel.") from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > limits.MAX_ENTRIES:
        raise FileRefused("Berkas ini berisi lebih dari 1.000 bagian dan tidak dibuka; simpan ulang dari Excel.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("Berkas ini terkunci kata sandi; hapus kata sandinya, lalu simpan lagi sebagai .xlsx.")
    if any(_UNSAFE_NAME.search(name) for name in names) or len(set(names)) != len(names):
        raise FileRefused("Susunan berkas ini tidak wajar dan tidak dibuka; simpan ulang dari Excel.")
    _check_is_plain_workbook(archive, {name.lower() for name in names})


def _check_is_plain_workbook(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise FileRefused("Berkas ini .xlsb; buka di Excel, lalu simpan sebagai .xlsx.")
    if any(name.endswith("vbaproject.bin") for name in names) or _declares_macros(archive):
        raise FileRefused("Berkas ini memuat makro (.xlsm); simpan sebagai .xlsx tanpa makro.")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise FileRefused("Berkas ini bukan buku kerja Excel; unggah .xlsx atau .csv.")


def _declares_macros(archive: zipfile.ZipFile) -> bool:
    try:
        with archive.open("[Content_Types].xml") as types:
            return b"macroEnabled" in types.read(CHUNK)
    except KeyError:
        return False


def _inflate(archive: zipfile.ZipFile, packed: int) -> int:
    """Unpack everything once, keeping nothing; the rows a sheet hides are counted on the way."""
    total = hidden = 0
    for entry in archive.infolist():
        watch = _SheetWatch() if _SHEET.match(entry.filename) else None
        size = 0
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                if not size:
                    _check_xml_start(entry.filename, chunk)
                size += len(chunk)
                total += len(chunk)
                _check_size(total, size, entry.compress_size, packed)
                if watch:
                    watch.look(chunk)
        hidden += watch.hidden if watch else 0
    return hidden


def _check_size(total: int, size: int, entry_packed: int, packed: int) -> None:
    if total > limits.MAX_UNPACKED_BYTES:
        raise FileRefused(f"Isi berkas lebih dari 200 MB setelah dibuka; {SMALLER}")
    if size > CHUNK and size > limits.MAX_RATIO * max(entry_packed, 1):
        raise FileRefused(f"Isi berkas dimampatkan secara tidak wajar dan tidak dibuka; {SMALLER}")
    if total > CHUNK and total > limits.MAX_RATIO * packed:
        raise FileRefused(f"Isi berkas dimampatkan secara tidak wajar dan tidak dibuka; {SMALLER}")


def _check_xml_start(name: str, chunk: bytes) -> None:
    """Workbooks are UTF-8 and declare no entities; one that does was not written by a spreadsheet."""
    if not name.lower().endswith((".xml", ".rels")):
        return
    if (
        chunk.startswith((b"\xff\xfe", b"\xfe\xff"))
        or b"\0" in chunk[:4]
        or b"<!DOCTYPE" in chunk
        or b"<!ENTITY" in chunk
    ):
        raise FileRefused("Isi berkas ini tidak wajar dan tidak dibuka; simpan ulang dari Excel.")


class _SheetWatch:
    """Looks at the addresses of one sheet as it is inflated, chunk by chunk."""

    def __init__(self) -> None:
        self.rows = 0
        self.hidden = 0
        self.tail = b""

    def look(self, chunk: bytes) -> None:
        text = self.tail + chunk
        if _WIDE.search(text):
            raise FileRefused(f"Lembar berisi lebih dari {limits.MAX_COLUMNS} kolom; hapus kolom yang tidak dipakai.")
        deepest = max((int(number) for number in _DEEP.findall(text)), default=0)
        # Counted in the chunk alone, so that the overlap does not count a row twice.
        self.rows += chunk.count(b"<row")
        if max(deepest, self.rows) > limits.MAX_XLSX_ROWS + limits.HEADER_ALLOWANCE:
            raise FileRefused(f"Lembar berisi lebih dari 100.000 baris (baris kosong ikut dihitung); {SMALLER}")
        if b"hidden=" in text:
            self.hidden += len(_HIDDEN_ROW.findall(chunk))
        self.tail = chunk[-_OVERLAP:]
