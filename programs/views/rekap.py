"""/rekap/: figures in two clicks, on the screen, as a workbook and on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.queries import the_office
from programs.exports import rekap as export
from programs.exports import rekap_files as files
from programs.exports.rekap_facts import UNIT_WORDS, Facts, facts, in_words, inside_sentence
from programs.forms.rekap import RekapForm
from programs.queries import rekap as queries
from programs.queries.rekap import Question, Table
from programs.queries.rekap_public import Hidden

CLOSER = {"kecamatan": "desa"}  # a row leads to what it is made of


@allowed(Permission.VIEW_FIGURES)
@require_safe
def rekap(request: HttpRequest) -> HttpResponse:
    """The page; everything that was asked stands in its address."""
    form, table, said = _answer(request)
    first = queries.first_day() if table.question.per else None
    context = {
        "filter_form": form,
        "table": table,
        "facts": said,
        "heads": export.heads(table),
        "rows": _lines(request, table),
        "total": tuple(cell if place == 0 else in_words(cell) for place, cell in enumerate(export.total(table))),
        "charts": [chart for chart in _charts(table) if chart["bars"]],
        "too_early": first if first and table.question.per < first else None,
        "no_history": bool(table.question.per and first is None),
        "result_words": _counted(table),
    }
    return render(request, "rekap/_hasil.html" if _is_part(request) else "rekap/rekap.html", context)


@allowed(Permission.VIEW_FIGURES)
@require_safe
def rekap_workbook(request: HttpRequest) -> HttpResponse:
    _, table, said = _answer(request)
    return _handed_out(files.workbook(table, said, by=request.user, url=request.path))


@allowed(Permission.VIEW_FIGURES)
@require_safe
def rekap_paper(request: HttpRequest) -> HttpResponse:
    _, table, said = _answer(request)
    return _handed_out(files.paper(table, said, office=the_office(), by=request.user, url=request.path))


def _answer(request: HttpRequest) -> tuple[RekapForm, Table, Facts]:
    form = RekapForm(request.GET, user=request.user)
    question = form.question()
    table = queries.table(question, request.user)
    chips = _in_words(form, question)
    said = facts(table, chips=chips, office=the_office(), user=request.user, now=timezone.localtime())
    return form, table, said


def _in_words(form: RekapForm, question: Question) -> dict[str, str]:
    """The filters in force as label -> value, also the tahap that was taken because none was named."""
    return {
        str(form[name].label): dict(form.fields[name].choices).get(value, value)
        for name, value in question.filters.items()
    }


def _handed_out(file: files.File) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _is_part(request: HttpRequest) -> bool:
    return bool(request.htmx and request.htmx.target == "hasil")


def _counted(table: Table) -> str:
    number = table.grand
    return f"{thousands(number)} {UNIT_WORDS[table.question.unit]}" if isinstance(number, int) else "Salinan publik"


def _lines(request: HttpRequest, table: Table) -> list[dict[str, Any]]:
    """Rows of the page; a kecamatan leads to its desa."""
    asked = table.question
    closer = CLOSER.get(asked.rows)
    return [
        {
            "label": line[0],
            "cells": [in_words(cell) for cell in line[1:]],
            "url": _closer(request, asked.rows, closer, key.key) if closer and asked.columns != closer else "",
        }
        for line, key in zip(export.rows(table), table.lines, strict=True)
    ]


def _closer(request: HttpRequest, heading: str, closer: str, key: str) -> str:
    query = request.GET.copy()
    query["baris"], query[heading] = closer, key
    return f"?{query.urlencode()}"


def _charts(table: Table) -> list[dict[str, Any]]:
    """Bars of the totals by row and by column; what is hidden has no bar."""
    rows = [(line.label, line.total) for line in table.lines]
    if not table.columns:
        return [_chart(export.heads(table)[0], rows)]
    columns = [(label, number) for (_, label), number in zip(table.columns, table.totals, strict=True)]
    return [
        _chart(export.heads(table)[0], rows if table.shows_line_totals else []),
        _chart(queries.words.HEADINGS[table.question.columns].label, columns if any(table.totals) else []),
    ]


def _chart(title: str, bars: list[tuple[str, Any]]) -> dict[str, Any]:
    longest = max((number for _, number in bars if _is_open(number)), default=0)
    drawn = [
        {"label": label, "number": number if _is_open(number) else 0, "words": in_words(number)}
        for label, number in bars
    ]
    return {"title": inside_sentence(title), "bars": drawn, "longest": longest or 1}


def _is_open(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, Hidden)
