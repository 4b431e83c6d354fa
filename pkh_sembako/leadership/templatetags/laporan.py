"""Cells of a report in words, beside the heads of their columns."""

from collections.abc import Sequence
from typing import Any

from django import template

from pkh_sembako.leadership.exports.files import in_words
from pkh_sembako.leadership.queries.review_report import rounded
from pkh_sembako.leadership.report import Section

register = template.Library()


@register.filter
def berpasangan(section: Section, row: Sequence[Any]) -> list[tuple[str, Any]]:
    """[(head, cell in words)]"""
    return [(head, in_words(cell)) for head, cell in zip(section.heads, row, strict=True)]


@register.filter
def nilai(mean: float | str | None) -> Any:
    """A mean of ratings with two decimals, "–" where there is none."""
    return mean if isinstance(mean, str) else in_words(rounded(mean))
