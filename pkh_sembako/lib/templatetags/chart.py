"""Bars made on the server: they print, need no script, and every number also stands as text."""

from collections.abc import Iterable
from typing import Any

from django import template

from pkh_sembako.lib.numbers import percent, share, thousands

register = template.Library()
WIDTH = 1000  # units of the stacked bar's viewBox; whole numbers keep the locale's comma out of the SVG


@register.inclusion_tag("komponen/bilah.html")
def bilah(done: int, total: int, label: str, tone: str = "proses") -> dict[str, Any]:
    return {"done": done, "total": total, "label": label, "tone": tone, "words": _words(done, total)}


@register.inclusion_tag("komponen/bilah_susun.html")
def bilah_susun(parts: Iterable[tuple[str, int, str]], label: str) -> dict[str, Any]:
    """Stacked bar with legend; `parts` are (label, number, tone)."""
    parts = list(parts)
    total = sum(part[1] for part in parts)
    drawn: list[dict[str, Any]] = []
    left = seen = 0
    for name, number, tone in parts:
        seen += number
        right = round(WIDTH * seen / total) if total else 0
        words = f"{thousands(number)} ({percent(share(number, total))})"
        drawn.append({"label": name, "tone": tone, "x": left, "width": right - left, "words": words})
        left = right
    spoken = ", ".join(f"{part['label']} {part['words']}" for part in drawn)
    return {"parts": drawn, "label": label, "total": total, "spoken": spoken, "width": WIDTH}


@register.inclusion_tag("komponen/peringkat.html")
def peringkat(rows: Iterable[dict[str, Any]], label: str) -> dict[str, Any]:
    """Ranked bars as a table; each row has `label, done, total` and perhaps `url`, `tone`."""
    return {"rows": [row | {"words": _words(row["done"], row["total"])} for row in rows], "label": label}


def _words(done: int, total: int) -> str:
    if not total:
        return "Belum ada"
    return f"{thousands(done)} dari {thousands(total)} ({percent(share(done, total))})"
