"""Bars as SVG, drawn on the server, for pages and papers alike: colours are attributes that a stylesheet may replace.

Numbers in it are written with a dot, whatever the language; words with a comma. Every chart has a table twin.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, LABEL, VALUE = 330, 122, 52  # of the picture, of the names at the left, of the numbers at the right
ROW, BAR, FOOT = 25, 14, 18
SPAN = WIDTH - LABEL - VALUE
LONGEST_LABEL = 19  # letters that fit beside the bars


class Bar(NamedTuple):
    """`share` of the axis in per cent; a marked bar is lighter, bordered, and has a star at its number."""

    label: str
    share: Decimal
    words: str
    marked: bool = False


def bars(title: str, rows: Sequence[Bar], ticks: Sequence[tuple[Decimal, str]]) -> SafeString:
    """Horizontal bars, one below the other; `ticks` are (share, word) of the axis."""
    height = len(rows) * ROW + FOOT
    drawn = format_html_join("", "{}", ((_row(place, bar),) for place, bar in enumerate(rows)))
    lines = format_html_join("", "{}", ((_tick(share, word, height),) for share, word in ticks))
    spoken = "; ".join(f"{bar.label} {bar.words}" for bar in rows)
    return format_html(
        '<svg class="bagan-svg" viewBox="0 0 {} {}" role="img" aria-label="{}: {}" font-size="12" fill="#1f2933"'
        ' font-family="Liberation Sans, Arial, sans-serif">{}{}'
        "</svg>",
        WIDTH, height, title, spoken, lines, drawn,
    )  # fmt: skip


def _row(place: int, bar: Bar) -> SafeString:
    top = place * ROW
    fill, edge = ("#f6d58c", "#8a5a00") if bar.marked else ("#2f6fb0", "#2f6fb0")
    return format_html(
        '<g><title>{}: {}</title><text x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/><text x="{}" y="{}">{}{}</text></g>',
        bar.label, bar.words, LABEL - 6, top + 16, _short(bar.label), LABEL, top + 5, _number(bar.share), BAR,
        fill, edge, WIDTH - VALUE + 8, top + 16, bar.words, " *" if bar.marked else "",
    )  # fmt: skip


def _tick(share: Decimal, word: str, height: int) -> SafeString:
    x = f"{LABEL + float(_number(share)):.1f}"
    return format_html(
        '<line x1="{}" y1="0" x2="{}" y2="{}" stroke="#c9d1d9" stroke-width="1"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="10">{}</text>',
        x, x, height - FOOT + 3, x, height - 4, word,
    )  # fmt: skip


def _number(share: Decimal) -> str:
    return f"{float(share) * SPAN / 100:.1f}"


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
