"""Every machine of the house as a Mermaid diagram, from the tables that the code itself obeys."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Choices
from django_fsm import FSMFieldMixin

from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.deadlines.transitions import DEADLINE_MOVES
from programs.enums import FileState, RevisionState
from programs.models import BaRevision, BnbaFile

OURS = ("pkh_sembako", "programs", "sop", "complaints")
Moves = dict[str, tuple[tuple[str, ...], str]]  # verb -> (states it starts from, state it leads to)

# These three move by conditional UPDATEs of their services, so their arrows are written down here; what must never
# happen among them (leaving an end) the database refuses, and a test tries each of it.
F, J, R = FileState, JobState, RevisionState
OPEN_FILE = (F.UPLOADED, F.MAPPED, F.CHECKED, F.REFUSED)
FILE_MOVES: Moves = {  # programs/services/bnba
    "map": (OPEN_FILE, F.MAPPED),
    "check": (OPEN_FILE, F.CHECKED),
    "refuse": (OPEN_FILE, F.REFUSED),
    "apply": ((F.CHECKED,), F.APPLIED),
    "take_back": ((F.APPLIED,), F.TAKEN_BACK),
}
JOB_MOVES: Moves = {  # audit/jobs.py
    "start": ((J.QUEUED,), J.RUNNING),
    "finish": ((J.RUNNING,), J.DONE),
    "fail": ((J.RUNNING,), J.FAILED),
    "cancel": ((J.QUEUED, J.RUNNING), J.CANCELLED),
    "return_abandoned": ((J.RUNNING,), J.QUEUED),
}
REVISION_MOVES: Moves = {  # programs/services/berita_acara.py and penetapan.py
    "return": ((R.IN_CHAIN,), R.RETURNED),
    "determine": ((R.IN_CHAIN,), R.DETERMINED),
}


@dataclass(frozen=True)
class Arrow:
    source: str
    target: str
    verb: str


@dataclass(frozen=True)
class Machine:
    """`code` names the file; `labels` are the words on the screen by state; `first` is the state at the start."""

    code: str
    title: str
    first: str
    labels: dict[str, str]
    arrows: list[Arrow]


def all_machines() -> list[Machine]:
    """Those of django-fsm, found by their fields, and those whose moves stand in a table of their own, by code."""
    plain = (
        _plain(Job, "state", JOB_MOVES),
        _plain(Deadline, "state", DEADLINE_MOVES),
        _plain(BaRevision, "state", REVISION_MOVES),
        _plain(BnbaFile, "state", FILE_MOVES),
    )
    return sorted([*_of_fields(), *plain], key=lambda machine: machine.code)


def _of_fields() -> Iterable[Machine]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in OURS or model.__name__.startswith("Historical"):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, FSMFieldMixin):
                moves = [(each.source, each.target, each.name) for each in field.get_all_transitions(model)]
                yield _machine(model, field.name, moves)


def _plain(model, field: str, moves: Moves) -> Machine:
    return _machine(model, field, [(source, to, verb) for verb, (sources, to) in moves.items() for source in sources])


def _machine(model, name: str, moves: list[tuple[str, str, str]]) -> Machine:
    field = model._meta.get_field(name)
    labels = {str(code): str(label) for code, label in field.choices}
    arrows = [Arrow(_code(source), _code(target), verb.rstrip("_")) for source, target, verb in moves]
    arrows.sort(key=lambda arrow: (arrow.source, arrow.target, arrow.verb))
    title = (model.__doc__ or "").splitlines()[0]
    return Machine(f"{model._meta.app_label}-{model.__name__.lower()}", title, _code(field.default), labels, arrows)


def _code(state) -> str:
    return str(state.value if isinstance(state, Choices) else state)


def as_markdown(machine: Machine) -> str:
    """A page with the diagram; states in the words of the screen, arrows in the code's verbs."""
    lines = [f"# {machine.code}", "", machine.title, "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {code}: {label}" for code, label in machine.labels.items()]
    lines += [f"    [*] --> {machine.first}"]
    lines += [f"    {arrow.source} --> {arrow.target}: {arrow.verb}" for arrow in machine.arrows]
    leaving = {arrow.source for arrow in machine.arrows}
    lines += [f"    {code} --> [*]" for code in machine.labels if code not in leaving]
    return "\n".join([*lines, "```", "", "Written by `manage.py states --write`; do not edit.", ""])


def pages() -> dict[str, str]:
    """{file name: content} of docs/states/, with a page of contents."""
    machines = all_machines()
    contents = "\n".join(f"- [{machine.code}]({machine.code}.md): {machine.title}" for machine in machines)
    head = "# State diagrams\n\nFrom the transition tables of the code; a test keeps them fresh.\n\n"
    return {"README.md": f"{head}{contents}\n"} | {f"{each.code}.md": as_markdown(each) for each in machines}
