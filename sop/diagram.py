"""The lane diagram of an SOP: rows are steps, columns are pelaksana, arrows go from the steps before. Whole pixels."""

from dataclasses import dataclass

from sop import labels
from sop.definition import Definition, Step

NUMBER = 44  # the column of step numbers
LANE, ROW = 148, 76
HEAD = 56
BOX_WIDTH, BOX_HEIGHT = 128, 48
LETTERS, LINES = 19, 2  # of a box; what is longer is cut, and stands whole in the text beside
GAP = 8


@dataclass(frozen=True)
class Column:
    x: int
    middle: int
    lines: list[tuple[int, str]]


@dataclass(frozen=True)
class Box:
    """Where a step stands; `dots` are the middles of the lanes that take part."""

    step: Step
    x: int
    y: int
    middle: int
    lines: list[tuple[int, str]]
    dots: list[int]
    centre: int
    number_y: int


@dataclass(frozen=True)
class Diagram:
    width: int
    height: int
    head: int
    box_width: int
    box_height: int
    columns: list[Column]
    boxes: list[Box]
    arrows: list[str]
    twin: list[str]


def draw(definition: Definition) -> Diagram:
    """Geometry and the same in words (`twin`), one sentence for each step."""
    place = {lane.kode: number for number, lane in enumerate(definition.lajur)}
    boxes = [_box(row, step, place) for row, step in enumerate(definition.langkah)]
    by_no = {box.step.no: box for box in boxes}
    arrows = [_arrow(by_no[no], box) for box in boxes for no in box.step.setelah if no in by_no]
    return Diagram(
        width=NUMBER + LANE * len(place) + GAP,
        height=HEAD + ROW * len(boxes) + GAP,
        head=HEAD,
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        columns=[_column(number, lane.nama) for number, lane in enumerate(definition.lajur)],
        boxes=boxes,
        arrows=arrows,
        twin=[_sentence(step, definition) for step in definition.langkah],
    )


def _middle(number: int) -> int:
    return NUMBER + LANE * number + LANE // 2


def _column(number: int, name: str) -> Column:
    return Column(NUMBER + LANE * number, _middle(number), _lines(name, top=22))


def _box(row: int, step: Step, place: dict[str, int]) -> Box:
    middle = _middle(place[step.penanggung_jawab])
    y = HEAD + ROW * row + (ROW - BOX_HEIGHT) // 2
    dots = [_middle(place[code]) for code in step.pelaksana if code != step.penanggung_jawab]
    centre = y + BOX_HEIGHT // 2
    title = labels.ACTIVITIES.get(step.aktivitas[0], step.kegiatan)
    return Box(step, middle - BOX_WIDTH // 2, y, middle, _lines(title, top=y + 20), dots, centre, centre + 5)


def _arrow(a: Box, b: Box) -> str:
    """Points of a polyline: straight to the next row; further down along the edge of the lane, past other boxes."""
    start, end = a.y + BOX_HEIGHT, b.y
    turn = end - GAP
    if b.y - a.y == ROW:
        points = [(a.middle, start), (a.middle, turn), (b.middle, turn), (b.middle, end)]
    else:
        edge = a.middle + LANE // 2 - 3
        points = [
            (a.middle + BOX_WIDTH // 2, a.centre),
            (edge, a.centre),
            (edge, turn),
            (b.middle, turn),
            (b.middle, end),
        ]
    return " ".join(f"{x},{y}" for x, y in points)


def _lines(text: str, *, top: int) -> list[tuple[int, str]]:
    """At most two lines with their baselines; the second ends in "…" when more is left."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= LETTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LETTERS - 1]}…"]
    first = top + 8 * (LINES - len(lines))  # one line stands in the middle
    return [(first + 16 * number, line[: LETTERS + 3]) for number, line in enumerate(lines)]


def _sentence(step: Step, definition: Definition) -> str:
    lead = definition.lane(step.penanggung_jawab).nama
    others = [definition.lane(code).nama for code in step.pelaksana if code != step.penanggung_jawab]
    before = f"setelah langkah {', '.join(map(str, step.setelah))}" if step.setelah else "tanpa langkah sebelumnya"
    with_whom = f" bersama {', '.join(others)}" if others else ""
    time = labels.duration(step.waktu.satuan, step.waktu.jumlah)
    return f"{step.kegiatan}: {lead}{with_whom}, {before}, waktu {time}."
