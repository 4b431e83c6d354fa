"""HTML to a PDF for the archive: PDF/A-3u is written (fonts embedded, text extractable); conformance is not validated.

Rendering reaches nothing outside the HTML itself: pictures come as data URIs, every other address is refused.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote

import segno
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-3u"


def render(html: str) -> bytes:
    """The PDF of a whole HTML page with its own <style>; no file and no network is read."""
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    return page.write_pdf(pdf_variant=VARIANT, font_config=FontConfiguration())


def render_together(pages: Sequence[str], tell: Callable[[int], None] | None = None) -> bytes:
    """One PDF of several HTML pages, each with its own page numbers; `tell` hears how many are laid out."""
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols=["data"])
    made = []
    for number, html in enumerate(pages, start=1):
        made.append(HTML(string=html, url_fetcher=fetcher).render(font_config=fonts))
        if tell:
            tell(number)
    sheets = [sheet for document in made for sheet in document.pages]
    return made[0].copy(sheets).write_pdf(pdf_variant=VARIANT)


def data_uri(content: bytes | str, content_type: str) -> str:
    """A picture as an address that needs no fetching."""
    return f"data:{content_type},{quote(content)}"


def qr_uri(text: str) -> str:
    """A QR code (error correction M) as an SVG data URI."""
    return segno.make(text, error="m").svg_data_uri(border=1, omitsize=True)
