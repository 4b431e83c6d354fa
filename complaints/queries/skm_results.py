"""Results of a year as pages and papers show them: unsur by unsur, beside the years before, ready to be drawn."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from complaints import skm
from complaints.models import SurveyPlan
from complaints.queries import skm as queries
from complaints.queries.skm import Figures
from complaints.skm_words import UNSUR
from pkh_sembako.lib import svg_bars

YEARS_BACK = 3  # a year and the two before it
LEAST_ANSWER, MOST_ANSWER = 1, 4
LEAST_INDEX, MOST_INDEX = 25, 100
TONES = {"A": "positif", "B": "positif", "C": "peringatan", "D": "negatif"}
ANSWER_TICKS = [(Decimal(number - LEAST_ANSWER) * 100 / 3, str(number)) for number in skm.ANSWERS]
INDEX_TICKS = [(Decimal(index - LEAST_INDEX) * 100 / 75, str(index)) for index in (25, 50, 75, 100)]


@dataclass(frozen=True)
class Line:
    """One unsur of one result; `share` is how far its bar reaches from 1 to 4, in per cent."""

    code: str
    title: str
    short: str
    nrr: Decimal  # three decimals, as printed
    weighted: Decimal
    value: Decimal  # NRR x 25, two decimals
    band: skm.Band
    share: Decimal
    is_low: bool
    element: int
    plan: SurveyPlan | None = None


@dataclass(frozen=True)
class Result:
    """One service, or all, in one year. Without `score` (nobody, or too few for the public) there are no lines."""

    figures: Figures
    year: int
    hidden: bool
    lines: tuple[Line, ...]
    before: tuple[tuple[int, Decimal | None], ...]  # (year, index) from the oldest to this one

    @property
    def name(self) -> str:
        return self.figures.name

    @property
    def score(self) -> skm.Score | None:
        return None if self.hidden else self.figures.score

    @property
    def lowest(self) -> list[Line]:
        """The three weakest unsur, the weakest first."""
        return [self.lines[place] for place in self.score.lowest] if self.score else []

    @property
    def mutu(self) -> str:
        return f"{self.score.band.letter} ({self.score.band.words.lower()})" if self.score else ""

    @property
    def tone(self) -> str:
        return TONES[self.score.band.letter] if self.score else "netral"

    @property
    def ni(self) -> Decimal:
        """NI, the sum of the weighted NRR, three decimals; 0 without answers."""
        return skm.rounded(sum(self.score.weighted, Fraction(0)), 3) if self.score else Decimal(0)

    @property
    def chart(self) -> SafeString:
        """Bars of the nine NRR."""
        rows = [svg_bars.Bar(line.short, line.share, in_words(line.nrr), line.is_low) for line in self.lines]
        return svg_bars.bars(f"NRR per unsur, {self.name} {self.year}", rows, ANSWER_TICKS)

    @property
    def years_chart(self) -> SafeString:
        """Bars of the index of each year that has one."""
        rows = [index_bar(str(year), index) for year, index in self.before if index is not None]
        return svg_bars.bars(f"SKM per tahun, {self.name}", rows, INDEX_TICKS)

    @property
    def is_enough(self) -> bool:
        """Whether as many have answered as the sample asks for."""
        return self.figures.respondents >= self.figures.needed


def in_words(number: Decimal) -> str:
    """81.67 -> 81,67"""
    return f"{number}".replace(".", ",")


def index_bar(label: str, index: Decimal) -> svg_bars.Bar:
    """A bar on the axis from 25 to 100."""
    share = (index - LEAST_INDEX) / (MOST_INDEX - LEAST_INDEX) * 100
    return svg_bars.Bar(label, share, in_words(index))


def services_chart(rows: list[Result]) -> SafeString:
    """Bars of the index of each result."""
    bars = [index_bar(row.name, row.score.index) for row in rows if row.score]
    return svg_bars.bars("SKM per layanan", bars, INDEX_TICKS)


def chosen(years: list[int], asked: str) -> int | None:
    """The year that is asked for if there is one, else the newest; None for a year without survey."""
    if not asked:
        return years[0] if years else None
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 and int(asked) in years else None


def of_year(year: int, *, public: bool = False) -> list[Result]:
    """Each service surveyed in that year, then all together (three queries)."""
    figures = queries.by_service(range(year - YEARS_BACK + 1, year + 1))
    plans = {} if public else queries.plans(year)
    return [_result(one, year, figures, plans, public) for one in figures.get(year, [])]


def _result(
    one: Figures,
    year: int,
    figures: dict[int, list[Figures]],
    plans: dict[tuple[int, int], SurveyPlan],
    public: bool,
) -> Result:
    hidden = public and one.is_small
    lines = () if hidden else lines_of(one, plans)
    return Result(one, year, hidden, lines, _before(one, year, figures, public))


def lines_of(one: Figures, plans: dict[tuple[int, int], SurveyPlan]) -> tuple[Line, ...]:
    """The nine unsur; () without answers. `plans` by (service, element)."""
    score = one.score
    if score is None:
        return ()
    span = MOST_ANSWER - LEAST_ANSWER
    own = one.service.pk if one.service else 0
    return tuple(
        Line(
            code=code,
            title=unsur.title,
            short=unsur.short,
            nrr=skm.rounded(mean, 3),
            weighted=skm.rounded(weighted, 3),
            value=skm.rounded(mean * skm.SCALE),
            band=band,
            share=skm.rounded((mean - LEAST_ANSWER) / span * 100, 1),
            is_low=place in score.lowest,
            element=place + 1,
            plan=plans.get((own, place + 1)),
        )
        for place, (code, unsur, mean, weighted, band) in enumerate(
            zip(skm.CODES, UNSUR, score.nrr, score.weighted, score.bands, strict=True)
        )
    )


def _before(
    one: Figures, year: int, figures: dict[int, list[Figures]], public: bool
) -> tuple[tuple[int, Decimal | None], ...]:
    """Years in which nothing was surveyed at all are left out."""
    found = []
    for each in range(year - YEARS_BACK + 1, year + 1):
        if each not in figures:
            continue
        same = next((f for f in figures[each] if f.service == one.service), None)
        shown = same is not None and same.score is not None and not (public and same.is_small)
        found.append((each, same.score.index if same and same.score and shown else None))
    return tuple(found)
