"""SIKS-NG's export beside our registry: nothing of a family is changed, matching open changes are ticked.

Reading and matching are those of a BNBA file (`services.bnba`): the same guard, the same refusals, NIK decides. Values
are compared without regard to capitals, punctuation and leading zeros of RT/RW.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from programs.importing.bnba import read_bnba
from programs.importing.headers import normalise
from programs.importing.records import Reading
from programs.models import SiksComparison, SiksDifference
from programs.models.siksng import SiksCategory
from programs.services.bnba import mapping, matching, results, staging
from programs.services.bnba.regions import of_office
from programs.services.bnba.state import Say, silent
from programs.services.siksng import comparing_sql as sql

# A field of a file -> ours.
FIELDS = {
    "nik": "nik",
    "no_kk": "no_kk",
    "name": "name",
    "birth_date": "birth_date",
    "birth": "birth_date",
    "sex": "sex",
    "hub": "relation",
    "alamat": "alamat",
    "rt": "rt",
    "rw": "rw",
    "rt_rw": "rt",
    "dusun": "dusun",
    "desa": "desa",
    "kode_wilayah": "desa",
}
# How a file heads the kelayakan of a program (V4: the triple of flag, STATUS, ALASAN).
STATUS_TITLES = {
    "pkh": ["PKHSTATUS", "STATUSPKH", "KELAYAKANPKH", "PKHSTATUSKELAYAKAN", "STATUSKELAYAKANPKH"],
    "sembako": ["BSPSTATUS", "STATUSBSP", "KELAYAKANBSP", "SEMBAKOSTATUS", "STATUSSEMBAKO", "BPNTSTATUS", "STATUSBPNT"],
}
MOST_NOTES = 20


@transaction.atomic
def compare(comparison: SiksComparison, *, say: Say = silent) -> SiksComparison:
    """Read, match, compare, tick. Done a second time it changes nothing. FileRefused when nothing can be read."""
    comparison = SiksComparison.objects.select_for_update(of=["self"]).select_related("stored").get(pk=comparison.pk)
    if comparison.compared_at is not None:
        return comparison
    reading = _read(comparison, say)
    say("Membandingkan dengan registri", 0, 0)
    matching.match(person_list=reading.person_list)
    comparison.compared_at = timezone.now()
    marks = _marks(comparison, reading)
    with connection.cursor() as cursor:
        for statement in sql.PREPARED:
            cursor.execute(statement, marks)
        for statement in sql.PERSON_LIST if reading.person_list else ():
            cursor.execute(statement, marks)
        cursor.execute(sql.ANALYZE)
        for statement in sql.RESULTS:
            cursor.execute(statement, marks)
    comparison.layout = reading.layout
    comparison.notes = _notes(reading)
    comparison.counts = _counts(comparison, reading)
    comparison.save()
    return comparison


def _read(comparison: SiksComparison, say: Say) -> Reading:
    """Into bnba_staged; the tahap does not matter here."""
    staging.create()
    known: dict[str, Any] = {"regions": of_office(), "mappings": mapping.remembered()}
    with staging.rows_sink() as sink:  # no other query may use this connection until the COPY ends
        reading = read_bnba(
            comparison.stored.file.path,
            program=comparison.program,
            tahun=comparison.at.year,
            tahap=1,
            name=comparison.stored.name,
            sink=sink,
            progress=lambda done, about: say("Membaca berkas", done, about),
            **known,
        )
    staging.analyze()
    return reading


def _marks(comparison: SiksComparison, reading: Reading) -> dict[str, Any]:
    return {
        "comparison": comparison.pk,
        "program": comparison.program,
        "by": comparison.by_id,
        "at": comparison.compared_at,
        "persons": reading.person_list,
        "columns": _columns(reading, comparison.program),
        "titles": STATUS_TITLES[comparison.program],
        "refused": [number for row in reading.refused for number in results.numbers_of(row.cells)],
    }


def _columns(reading: Reading, program: str) -> list[str]:
    """Our fields of which the file has a column: of any other it says nothing, not even that it is empty."""
    headers = [sheet.header for sheet in reading.sheets if sheet.header]
    found = {FIELDS[name] for header in headers for name in header.fields.values() if name in FIELDS}
    if any(name == "rt_rw" for header in headers for name in header.fields.values()):
        found.add("rw")
    titles: Iterable[str] = (normalise(title) for header in headers for title in header.titles)
    return sorted(found | ({"status"} if set(titles) & set(STATUS_TITLES[program]) else set()))


def _notes(reading: Reading) -> list[str]:
    refused = [f"{found.sheet}, baris {found.row}, {found.column}: {found.message}" for found in reading.errors]
    more = [f"dan {len(refused) - MOST_NOTES} penolakan lain."] if len(refused) > MOST_NOTES else []
    return [*reading.notes, *refused[:MOST_NOTES], *more]


def _counts(comparison: SiksComparison, reading: Reading) -> dict[str, int]:
    found = dict.fromkeys(SiksCategory.values, 0)
    for category in SiksDifference.objects.filter(comparison=comparison).values_list("category", flat=True):
        found[category] += 1
    with connection.cursor() as cursor:
        cursor.execute(sql.FAMILIES)
        families, differing, ticked = cursor.fetchone()
    told = {"rows": reading.seen, "refused": len(reading.refused), "skipped": reading.skipped, "families": families}
    return found | told | {"equal": families - differing, "ticked": ticked}
