"""The running number at the foot of every page of a binder, whatever its size and rotation."""

from pypdf import PageObject, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

FROM_LEFT, FROM_BOTTOM = 28, 12  # points
FONT = DictionaryObject(
    {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
)


def number_pages(writer: PdfWriter) -> None:
    """Print "Berkas halaman x dari y" on a white strip at the foot of each page."""
    total = len(writer.pages)
    for number, page in enumerate(writer.pages, start=1):
        if page.rotation:
            page.transfer_rotation_to_content()
        page.merge_page(_stamp(page, f"Berkas halaman {number} dari {total}"))


def _stamp(page: PageObject, words: str) -> PageObject:
    box = page.mediabox
    stamp = PageObject.create_blank_page(width=float(box.right), height=float(box.top))
    left, bottom = float(box.left) + FROM_LEFT, float(box.bottom) + FROM_BOTTOM
    strip = f"1 1 1 rg {left - 3:.1f} {bottom - 3:.1f} {len(words) * 3.6 + 6:.1f} 11 re f"
    content = DecodedStreamObject()
    content.set_data(f"q {strip} 0 0 0 rg BT /Berkas 7 Tf {left:.1f} {bottom:.1f} Td ({words}) Tj ET Q".encode())
    stamp[NameObject("/Contents")] = content
    fonts = DictionaryObject({NameObject("/Berkas"): FONT})
    stamp[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return stamp
