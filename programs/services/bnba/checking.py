"""Reading a file and comparing it with the registry. Nothing touches a family here."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from pkh_sembako.accounts.models import User
from programs.enums import FileState
from programs.importing.bnba import read_bnba
from programs.importing.layouts import PERSON_LISTS
from programs.importing.records import Reading, StagedRow
from programs.models import BnbaFile
from programs.services.bnba import card_plan, comparing, mapping, matching, results, staging, state
from programs.services.bnba.regions import of_office
from programs.services.bnba.state import Say, silent

Sink = Callable[[list[StagedRow]], None]


@transaction.atomic
def check(file: BnbaFile, *, by: User, say: Say = silent) -> BnbaFile:
    """Stage every row with its verdict; may be repeated until the file is applied.

    Raises FileRefused when nothing can be staged, DomainError when the file was applied already.
    """
    file = state.locked_open(file)
    reading = stage(file, say=say)
    compare(file, say=say)
    say("Menyimpan hasil pemeriksaan", 0, 0)
    count(file, reading)
    results.store(file, reading, applied=False)
    file.state = FileState.CHECKED
    file.save()
    return file


def stage(file: BnbaFile, *, say: Say) -> Reading:
    """Read the file into bnba_staged and bnba_finding."""
    staging.create()
    known = {"regions": of_office(), "mappings": mapping.remembered(file.options.get(mapping.SENDER, ""))}
    with staging.rows_sink() as sink:  # no other query may use this connection until the COPY ends
        reading = _read(file, sink=sink, say=say, known=known)
    staging.put_findings(reading.errors, warning=False)
    staging.put_findings(reading.warnings, warning=True)
    staging.analyze()
    _describe(file, reading)
    return reading


def _read(file: BnbaFile, *, sink: Sink, say: Say, known: dict[str, Any]) -> Reading:
    options = file.options
    return read_bnba(
        file.stored.file.path,
        program=file.round.program,
        tahun=file.round.tahun,
        tahap=file.round.tahap,
        sheet=options.get("sheet") or None,
        kecamatan=options.get("kecamatan") or None,
        desa=options.get("desa") or None,
        mapping={int(index): field for index, field in file.mapping.items()} or None,
        **known,
        name=file.stored.name,
        sink=sink,
        progress=lambda done, about: say("Membaca berkas", done, about),
    )


def _describe(file: BnbaFile, reading: Reading) -> None:
    """What the reading says about the file as a whole; not saved yet."""
    header = reading.sheets[0].header
    file.layout, file.kind = reading.layout, reading.kind and (file.kind or reading.kind)
    file.sheets = [sheet.name for sheet in reading.sheets]
    file.header_row, file.headers = reading.header_row, list(reading.headers)
    file.unknown_columns = [title[:120] for title in reading.unknown]
    headers = {(sheet.name, sheet.header.row) for sheet in reading.sheets if sheet.header}
    file.options = file.options | {
        "fields": {str(index): field for index, field in header.fields.items()} if header else {},
        "notes": list(reading.notes),
        "about_file": [w._asdict() for w in reading.warnings if (w.sheet, w.row) in headers],
    }


def compare(file: BnbaFile, *, say: Say = silent) -> None:
    """From bnba_staged to bnba_plan."""
    say("Mencocokkan dengan registri", 0, 0)
    persons = file.layout in PERSON_LISTS
    titles = {field: file.headers[int(index)] for index, field in file.options.get("fields", {}).items()}
    if file.of_cards:
        card_plan.match(with_nik="nik" in titles)
        card_plan.compare(file.round, titles=titles)
        return
    matching.match(person_list=persons)
    comparing.compare(file.round, person_list=persons, titles=titles)


def gone(file: BnbaFile, numbers: list[str]) -> list[int]:
    """Ids of entries, or of cards, that the list so far has and the file has not; `numbers` of its refused rows."""
    return (card_plan if file.of_cards else results).gone(file.round, numbers)


def count(file: BnbaFile, reading: Reading) -> None:
    """Verdicts and who is gone, before anything is written; not saved yet."""
    numbers = [number for row in reading.refused for number in results.numbers_of(row.cells)]
    found = results.verdicts()
    found["refused"] += len(reading.refused)
    file.gone = gone(file, numbers)
    file.counts = {"rows": reading.seen, **found, "gone": len(file.gone), "skipped": reading.skipped}
    file.refusal = ""
