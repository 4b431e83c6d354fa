"""docs/states/ is what the transition tables say today, and what leaves an end is refused by the database."""

from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from pkh_sembako.documents.models import StoredFile
from pkh_sembako.management import machines
from programs.enums import FileState, Program
from programs.models import BnbaFile, Round

FOLDER = Path(settings.BASE_DIR) / "docs" / "states"


def test_the_diagrams_are_fresh():
    """After a change of a machine: manage.py states --write"""
    assert {path.name: path.read_text() for path in FOLDER.glob("*.md")} == machines.pages()


def test_every_machine_has_its_diagram():
    codes = {machine.code for machine in machines.all_machines()}
    assert codes >= {
        "sop-steprun",
        "sop-assignment",
        "sop-cycle",
        "programs-enrollment",
        "programs-barevision",
        "programs-bnbafile",
        "deadlines-deadline",
        "audit-job",
    }


def test_every_arrow_leads_between_states_that_have_words():
    for machine in machines.all_machines():
        ends = {arrow.source for arrow in machine.arrows} | {arrow.target for arrow in machine.arrows}
        assert ends <= machine.labels.keys(), machine.code


def test_the_command_writes_nothing_unless_asked(capsys):
    call_command("states")
    assert capsys.readouterr().out.count("stateDiagram-v2") == len(machines.all_machines())


ENDS = (FileState.APPLIED, FileState.TAKEN_BACK)


@pytest.mark.parametrize(("source", "target"), [p for p in product(ENDS, FileState) if p[0] != p[1]])
def test_an_applied_file_moves_only_as_drawn(operator, source, target):
    stored = StoredFile.objects.create(name="bnba.xlsx", content_type="x", size=1, sha256="0" * 64, by=operator)
    the_round = Round.objects.create(program=Program.PKH, tahun=2026, tahap=1)
    file = BnbaFile.objects.create(round=the_round, stored=stored, state=source, uploaded_by=operator)
    drawn = any(source in sources and target == to for sources, to in machines.FILE_MOVES.values())

    def move() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE programs_bnbafile SET state = %s WHERE id = %s", [target, file.pk])

    if drawn:
        move()
    else:
        with pytest.raises(IntegrityError):
            move()
