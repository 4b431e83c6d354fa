"""Cells of a report in words, beside the heads of their columns."""

from collections.abc import Sequence
from typing import Any

from django import template

from pkh_sembako.leadership.exports.files import in_words
from pkh_sembako.leadership.report import Section

register = template.Library()


@register.filter
def berpasangan(section: Section, row: Sequence[Any]) -> list[tuple[str, Any]]:
    """[(head, cell in words)]"""
    return [(head, in_words(cell)) for head, cell in zip(section.heads, row, strict=True)]
