"""Files that somebody might upload by mistake or with intent.

`REFUSED` has name -> (builder, sentence), `READ` name -> builder. A builder takes a folder
and gives the path of the file it wrote there.
"""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.programs.importing import files
from tests.programs.importing.parts import (
    BOOK,
    GOOD_ROWS,
    MACRO_TYPES,
    SHEET,
    TYPES,
    parts,
    raw,
    spoiled,
    zipped,
)  # fmt: skip


def _wrong_checksum(data: bytearray) -> bytearray:
    position = data.index(b"PARTINI")
    data[position : position + 7] = b"PARTINA"
    return data


def _forged_size(data: bytearray) -> bytearray:
    """The directory says that the sheet unpacks to ten bytes."""
    position = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[position + 24 : position + 28] = struct.pack("<I", 10)
    return data


def _encrypted_flag(data: bytearray) -> bytearray:
    position = data.rindex(b"PK\x01\x02")
    data[position + 8] |= 1
    return data


def _cell(address: str) -> str:
    return SHEET % f'<row r="1"><c r="{address}"><v>1</v></c></row>'


def _wide_csv(columns: int) -> bytes:
    return ("NIK;NAMA;" + ";".join(f"K{i}" for i in range(columns - 2)) + "\r\n").encode()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPLIT = "pecah menjadi beberapa berkas atau simpan sebagai CSV."
BROKEN = "Berkas .xlsx rusak dan tidak dapat dibuka; simpan ulang dari Excel."
STRANGE = "Susunan berkas ini tidak wajar dan tidak dibuka; simpan ulang dari Excel."
STRANGE_XML = "Isi berkas ini tidak wajar dan tidak dibuka; simpan ulang dari Excel."
SQUEEZED = f"Isi berkas dimampatkan secara tidak wajar dan tidak dibuka; {SPLIT}"
MACRO = "Berkas ini memuat makro (.xlsm); simpan sebagai .xlsx tanpa makro."
LOCKED = "Berkas ini terkunci kata sandi; buka di Excel, hapus kata sandinya, lalu simpan lagi sebagai .xlsx."
NO_BOOK = "Berkas ini bukan buku kerja Excel; unggah .xlsx atau .csv."
NO_TEXT = "Berkas ini bukan .xlsx dan bukan .csv; unggah salah satu dari keduanya."
WIDE = "Lembar berisi lebih dari 100 kolom; hapus kolom yang tidak dipakai."
DEEP = f"Lembar berisi lebih dari 100.000 baris (baris kosong ikut dihitung); {SPLIT}"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [%s]>'
    + SHEET % '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
)

REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (raw(b""), "Berkas ini kosong."),
    "old xls": (raw(OLE + bytes(4096)), "Berkas ini Excel lama (.xls); buka di Excel, lalu simpan sebagai .xlsx."),
    "password": (raw(OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le")), LOCKED),
    "pdf": (raw(b"%PDF-1.7\n"), "Berkas ini PDF; unggah daftar aslinya sebagai .xlsx atau .csv."),
    "html named xls": (
        raw(b"<html><table><tr><td>NIK</td></tr></table></html>", "daftar.xls"),
        "Berkas ini halaman web yang diberi nama Excel; buka di Excel, lalu simpan sebagai .xlsx.",
    ),
    "picture": (raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))), NO_TEXT),
    "program": (raw(b"\x7fELF\x02\x01\x01\0" + bytes(500)), NO_TEXT),
    "pdf in front of a zip": (
        lambda folder: raw(b"%PDF-1.7\n" + zipped(parts())(folder).read_bytes())(folder),
        "Berkas ini PDF; unggah daftar aslinya sebagai .xlsx atau .csv.",
    ),
    "macro project": (zipped(parts(**{"xl/vbaProject.bin": b"macro"})), MACRO),
    "macro type": (zipped(parts(**{"[Content_Types].xml": MACRO_TYPES})), MACRO),
    "binary workbook": (
        zipped({"[Content_Types].xml": TYPES, "xl/workbook.bin": b"x"}),
        "Berkas ini .xlsb; buka di Excel, lalu simpan sebagai .xlsx.",
    ),
    "opendocument": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), NO_BOOK,
    ),
    "word document": (zipped({"[Content_Types].xml": TYPES, "word/document.xml": "<a/>"}), NO_BOOK),
    "zip slip": (zipped(parts(**{"../../etc/cron.d/x": "x"})), STRANGE),
    "zip slip of Windows": (zipped(parts(**{"xl\\..\\..\\x": "x"})), STRANGE),
    "absolute name": (zipped(parts(**{"/etc/passwd": "x"})), STRANGE),
    "part twice": (zipped([*parts().items(), ("xl/workbook.xml", BOOK)]), STRANGE),
    "locked part": (
        spoiled(_encrypted_flag),
        "Berkas ini terkunci kata sandi; hapus kata sandinya, lalu simpan lagi sebagai .xlsx.",
    ),
    "too many parts": (
        zipped(parts(**{f"xl/media/{i}.png": "" for i in range(1_001)})),
        "Berkas ini berisi lebih dari 1.000 bagian dan tidak dibuka; simpan ulang dari Excel.",
    ),
    "cut short": (spoiled(lambda data: data[: len(data) // 2]), BROKEN),
    "wrong checksum": (spoiled(_wrong_checksum), BROKEN),
    "forged size": (spoiled(_forged_size), BROKEN),
    "one huge string": (zipped(parts(SHEET % (GOOD_ROWS + "<!--" + " " * 30_000_000 + "-->"))), SQUEEZED),
    "bomb beside the sheet": (zipped(parts(**{"xl/media/a.bin": bytes(30_000_000)})), SQUEEZED),
    "last cell of all": (zipped(parts(_cell("XFD1048576"))), WIDE),
    "column 101": (zipped(parts(_cell("CW1"))), WIDE),
    "row beyond": (zipped(parts(_cell("A1048576"))), DEEP),
    "empty rows without end": (zipped(parts(SHEET % "".join(f"<row spans='{i}'/>" for i in range(100_051)))), DEEP),
    "cell of five million letters": (
        zipped(parts(SHEET % GOOD_ROWS.replace("PARTINI", "".join(str(i * i) for i in range(600_000))))),
        "Baris 2 memuat sel dengan lebih dari 32.767 huruf; perbaiki atau hapus baris itu.",
    ),
    "external entity": (zipped(parts(ENTITIES % '<!ENTITY e SYSTEM "file:///etc/passwd">')), STRANGE_XML),
    "billion laughs": (
        zipped(parts(ENTITIES % '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY e "&b;&b;&b;">')),
        STRANGE_XML,
    ),
    "utf-16 xml": (zipped(parts((SHEET % GOOD_ROWS).encode("utf-16"))), STRANGE_XML),
    "broken xml": (zipped(parts("<worksheet><sheetData><row r='1'><c")), BROKEN),
    "no sheet at all": (
        zipped(parts(**{"xl/workbook.xml": BOOK.replace('<sheet name="BNBA" sheetId="1" r:id="r1"/>', "")})),
        "Berkas ini tidak memuat satu lembar pun.",
    ),
    "csv with a cell without end": (
        raw(b'NIK;NAMA\r\n1;"' + b"a" * 40_000, "a.csv"),
        "Baris 2 berkas CSV tidak dapat dibaca; periksa tanda kutipnya.",
    ),
    "csv of 101 columns": (raw(_wide_csv(101), "a.csv"), "Baris 1 berisi lebih dari 100 kolom."),
    "letter as csv": (
        raw(b"Kepada Yth. Camat\r\ndi tempat\r\n", "surat.csv"),
        "Judul kolom tidak dikenali (perlu nama dan NIK atau No. KK) di lembar surat.",
    ),
}  # fmt: skip

FORMULA_ROW = (
    f'<row r="2"><c r="A2" t="inlineStr"><is><t>{files.nik(0)}</t></is></c>'
    '<c r="B2" t="str"><f>cmd|\' /C calc\'!A0</f><v>PARTINI</v></c>'
    '<c r="C2" t="inlineStr"><is><t>SUNDUL</t></is></c></row>'
)
READ: dict[str, Callable[[Path], Path]] = {
    "plain": zipped(parts()),
    "stored, not packed": zipped(parts(), zipfile.ZIP_STORED),
    "named .csv": lambda folder: raw(zipped(parts())(folder).read_bytes(), "daftar.csv")(folder),
    "external link": zipped(parts(**{"xl/externalLinks/externalLink1.xml": "<externalLink/>"})),
    "zip inside": zipped(parts(**{"xl/embeddings/a.zip": b"PK\x03\x04" + bytes(50)})),
    "dde formula": zipped(parts(SHEET % (GOOD_ROWS[: GOOD_ROWS.index('<row r="2">')] + FORMULA_ROW))),
    "dimension that lies": zipped(
        parts((SHEET % GOOD_ROWS).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))
    ),
    "csv with NUL": raw(f"NIK;NAMA;DESA\r\n{files.nik(0)};PAR\u200bTINI;SUNDUL\r\n".encode(), "a.csv"),
    "csv of old Mac lines": raw(f"NIK;NAMA;DESA\r{files.nik(0)};PARTINI;SUNDUL\r".encode(), "a.csv"),
    "csv as Excel text formula": raw(f'NIK;NAMA;DESA\r\n"=""{files.nik(0)}""";PARTINI;SUNDUL\r\n'.encode(), "a.csv"),
}
