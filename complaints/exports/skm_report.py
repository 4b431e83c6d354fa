"""The yearly report as PDF and workbook, from its frozen figures; only the office's paper is asked of the database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from complaints import skm
from complaints.models import SurveyReport
from complaints.queries import skm_results as results
from complaints.queries.skm import Figures
from complaints.queries.skm_results import Result
from complaints.skm_words import UNSUR
from pkh_sembako.documents.exports.letter import Signature
from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.documents.services.letters import signing_official
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.xlsx import Column, Kind, Sheet, write
from pkh_sembako.office.enums import Post
from pkh_sembako.office.queries import the_office

RESULT_HEADS = ("Layanan", "Responden", "Sampel", *(code.upper() for code in skm.CODES), "SKM", "Mutu")
DETAIL_HEADS = ("NRR", "NRR tertimbang", "Nilai", "Mutu", "Tiga terendah")


class Named:
    """A service as the frozen figures name it: the report does not ask what it is called today."""

    def __init__(self, name: str) -> None:
        self.name, self.pk = name, 0


def frozen(report: SurveyReport) -> list[Result]:
    """The results as they were issued, the total last."""
    given = [*report.figures["services"], report.figures["total"]]
    return [_result(one, report.year) for one in given]


def _result(one: dict[str, Any], year: int) -> Result:
    score = skm.Score(one["respondents"], tuple(one["sums"])) if one["sums"] else None
    figures = Figures(Named(one["name"]), score, one["needed"])  # type: ignore[arg-type]
    before = tuple((each, Decimal(index) if index else None) for each, index in one["before"])
    return Result(figures, year, False, results.lines_of(figures, {}), before)


def render(report: SurveyReport) -> bytes:
    """The PDF: cover, four chapters, the Kepala Dinas's signature."""
    office, document = the_office(), report.document
    rows = frozen(report)
    verify = settings.BASE_URL.rstrip("/") + reverse("verify", args=[document.code])
    context = {
        "report": report,
        "office": office,
        "letterhead": letterhead_of(office),
        "sheet": sheet_of(office),
        "dated": tanggal(document.dated),
        "rows": rows[:-1],
        "total": rows[-1],
        "services_chart": results.services_chart(rows[:-1]),
        "periods": list(_periods(report)),
        "traits": _traits(report),
        "plans": list(_plans(report)),
        "signature": _signature(document.dated),
        "verify_url": verify,
        "qr": pdf.qr_uri(verify),
        "mark": watermark("CONTOH") if settings.DEMO else "",
    }
    return pdf.render(render_to_string("documents/paper/laporan_skm.html", context))


def _signature(dated: date) -> Signature:
    official = signing_official(Post.KADIS, dated)
    if official is None:
        return Signature(("Kepala Dinas",), "........................................")
    return Signature(tuple(official.title_lines), official.name, official.rank, official.nip)


def _periods(report: SurveyReport) -> Iterator[dict[str, Any]]:
    for one in report.figures["periods"]:
        days = f"{_day(one['opens_on'])} sampai {_day(one['closes_on'])}"
        yield one | {"days": days, "enough": one["answered"] >= one["sample"]}


def _plans(report: SurveyReport) -> Iterator[dict[str, Any]]:
    for service in report.figures["services"]:
        for plan in service["plans"]:
            yield plan | {
                "service": service["name"],
                "due": _day(plan["due"]),
                "value": plan["value"].replace(".", ","),
            }


def _traits(report: SurveyReport) -> list[tuple[str, list[tuple[str, int, Decimal]]]]:
    """[(Umur, [(band, respondents, per cent)])]."""
    found = []
    for title, bands in report.figures["traits"]:
        whole = sum(count for _, count in bands) or 1
        found.append((title, [(band, count, Decimal(count * 100) / whole) for band, count in bands]))
    return found


def _day(iso: str) -> str:
    return tanggal(date.fromisoformat(iso))


def build(report: SurveyReport, target: IO[bytes]) -> int:
    """The workbook; says how many rows it has."""
    rows = frozen(report)
    titles = (report.document.title, f"Nomor {report.document.number}, {tanggal(report.document.dated)}")
    return write(results_sheets(rows, titles) + _other_sheets(report, titles), target)


def results_sheets(rows: list[Result], titles: tuple[str, ...]) -> list[Sheet]:
    """One line a service with its nine NRR, then unsur by unsur."""
    wide = [Column(head, 34 if head == "Layanan" else 11, _kind(head)) for head in RESULT_HEADS]
    lines = [
        (row.name, row.figures.respondents, row.figures.needed, *(float(line.nrr) for line in row.lines),
         float(row.score.index), row.mutu)
        for row in rows if row.score
    ]  # fmt: skip
    heads = (Column("Layanan", 34), Column("Unsur", 44), *(Column(head, 16) for head in DETAIL_HEADS))
    details = [
        (row.name, f"{line.element}. {UNSUR[line.element - 1].title}", float(line.nrr), float(line.weighted),
         float(line.value), f"{line.band.letter} ({line.band.words.lower()})", "ya" if line.is_low else "")
        for row in rows for line in row.lines
    ]  # fmt: skip
    return [Sheet("Hasil", wide, lines, titles), Sheet("Per unsur", heads, details, titles)]


def _kind(head: str) -> Kind:
    return Kind.COUNT if head in ("Responden", "Sampel") else Kind.TEXT


def _other_sheets(report: SurveyReport, titles: tuple[str, ...]) -> list[Sheet]:
    traits = [(title, *line[:2], float(round(line[2], 1))) for title, bands in _traits(report) for line in bands]
    plans = [
        tuple(plan[key] for key in ("service", "title", "value", "action", "owner", "due")) for plan in _plans(report)
    ]
    count = Kind.COUNT
    return [
        Sheet(
            "Responden",
            (Column("Karakteristik", 20), Column("Golongan", 34), Column("Responden", 12, count), Column("Persen", 10)),
            traits,
            titles,
        ),
        Sheet(
            "Tindak lanjut",
            (Column("Layanan", 34), Column("Unsur", 40), Column("Nilai", 10), Column("Rencana", 60),
             Column("Penanggung jawab", 30), Column("Paling lambat", 20)),
            plans,
            titles,
        ),
    ]  # fmt: skip
