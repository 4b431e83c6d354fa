"""The SKM of a CSV of answers (contract.md), without touching the database."""

import json
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from complaints import skm
from complaints.importing import skm_answers
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands

TOLD = 10  # refused cells that are named one by one


class Command(BaseCommand):
    help = "Menghitung indeks SKM dari jawaban u1 sampai u9 pada berkas CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--answers", required=True, type=Path, metavar="FILE.csv", help="CSV u1..u9, isi 1 sampai 4"
        )
        parser.add_argument("--json", action="store_true", help="tulis sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _score(options["answers"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found)))
        else:
            self.stdout.write("\n".join(as_lines(found)))


def as_json(found: skm.Score) -> dict[str, Any]:
    """The contract's document. NRR is the whole mean (nearest double); only the index is rounded."""
    return {
        "respondents": found.respondents,
        "nrr": {code: float(mean) for code, mean in zip(skm.CODES, found.nrr, strict=True)},
        "index": float(found.index),
        "band": found.band.letter,
    }


def as_lines(found: skm.Score) -> list[str]:
    """The same for people."""
    lines = [f"{thousands(found.respondents)} responden"]
    lines += [f"{code}  {skm.rounded(mean, 3)}" for code, mean in zip(skm.CODES, found.nrr, strict=True)]
    said = [*lines, f"SKM {found.index}, mutu {found.band.letter} ({found.band.words.lower()})"]
    return [line.replace(".", ",") if not line.endswith("responden") else line for line in said]


def _score(path: Path) -> skm.Score:
    if not path.is_file():
        raise CommandError(f"Berkas {path} tidak ditemukan.", returncode=2)
    try:
        reading = skm_answers.read(path)
    except OSError as error:
        raise CommandError(f"Berkas {path} tidak dapat dibaca.", returncode=2) from error
    except DomainError as refusal:
        raise CommandError(f"Berkas {path.name}: {refusal.sentence}") from refusal
    if reading.refused:
        told = [refused.sentence for refused in reading.refused[:TOLD]]
        more = len(reading.refused) - TOLD
        raise CommandError("\n".join([*told, *([f"Dan {thousands(more)} hal lain."] if more > 0 else [])]))
    return skm.score(line.answers for line in reading.lines)
