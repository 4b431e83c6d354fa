"""Workbooks part by part, so that a test can spoil one part of them."""

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.programs.importing import files

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>"
)
MACRO_TYPES = TYPES.replace(
    "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
)
ROOT_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="BNBA" sheetId="1" r:id="r1"/></sheets></workbook>'
)
BOOK_RELS = ROOT_RELS.replace('officeDocument"', 'worksheet"').replace("xl/workbook.xml", "worksheets/sheet1.xml")
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
GOOD_ROWS = "".join(
    f'<row r="{number}">'
    + "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in zip("ABC", cells, strict=True)
    )
    + "</row>"
    for number, cells in ((1, ("NIK", "NAMA", "DESA")), (2, (files.nik(0), "PARTINI", "SUNDUL")))
)
Parts = dict[str, str | bytes]


def parts(sheet: str | bytes = SHEET % GOOD_ROWS, **more: str | bytes) -> Parts:
    """The smallest workbook; `more` adds or replaces parts."""
    plain: Parts = {
        "[Content_Types].xml": TYPES, "_rels/.rels": ROOT_RELS, "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS, "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    return plain | more


def zipped(
    content: Parts | list[tuple[str, str | bytes]], compression: int = zipfile.ZIP_DEFLATED
) -> Callable[[Path], Path]:
    """A builder that zips the parts."""

    def build(folder: Path) -> Path:
        path = folder / "berkas.xlsx"
        with warnings.catch_warnings(), zipfile.ZipFile(path, "w", compression, compresslevel=1) as archive:
            warnings.simplefilter("ignore")  # zipfile frowns on the part that is there twice
            for name, data in content.items() if isinstance(content, dict) else content:
                archive.writestr(name, data)
        return path

    return build


def raw(data: bytes, name: str = "berkas.xlsx") -> Callable[[Path], Path]:
    """A builder that writes bytes."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return build


def spoiled(spoil: Callable[[bytearray], bytes | bytearray]) -> Callable[[Path], Path]:
    """A builder that changes the bytes of a good workbook."""

    def build(folder: Path) -> Path:
        path = zipped(parts(), zipfile.ZIP_STORED)(folder)
        path.write_bytes(spoil(bytearray(path.read_bytes())))
        return path

    return build
