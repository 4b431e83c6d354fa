"""Kroscek sheets: each print is a numbered version with a code, and its signed scan comes back as evidence."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import content, downloads, files
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.office.models import Desa, Kecamatan
from programs.models import KroscekScan, KroscekSheet, Round
from programs.queries.sheets import Group

SHEETS_JOB = "kroscek.sheets"
AT_ONCE = 150  # families of a kecamatan printed while the officer waits; about five seconds
MOST_AT_ONCE = 600  # of a desa, or for who has no download centre
SCAN_KINDS = (content.PDF, content.JPEG, content.PNG)
MASKED_PURPOSE = "Kroscek dengan lembar kertas"


def refuse_too_many(groups: Sequence[Group]) -> None:
    """Nobody waits minutes for a page; a smaller part prints in seconds."""
    families = sum(len(group.families) for group in groups)
    if families > MOST_AT_ONCE:
        raise DomainError(
            f"{thousands(families)} keluarga terlalu banyak untuk satu cetakan (paling banyak {MOST_AT_ONCE}). "
            "Pilih satu desa atau kelompok."
        )


@transaction.atomic
def register(the_round: Round, groups: Sequence[Group], *, owner: User | None, by: User) -> list[KroscekSheet]:
    """The sheet of every group: the newest version where it still says the same, else the next one. Four queries."""
    Round.objects.select_for_update(no_key=True).get(pk=the_round.pk)  # two who print at once take turns
    known = KroscekSheet.objects.filter(round=the_round, owner=owner, desa__in=[group.desa for group in groups])
    newest = {(sheet.desa_id, sheet.dusun): sheet for sheet in known.order_by("version")}
    made, sheets = [], []
    for group in groups:
        present = newest.get((group.desa.pk, group.dusun))
        if present is None or present.content_hash != group.content_hash:
            present = KroscekSheet(
                round=the_round,
                desa=group.desa,
                dusun=group.dusun,
                owner=owner,
                version=present.version + 1 if present else 1,
                content_hash=group.content_hash,
                families=len(group.families),
                by=by,
            )
            made.append(present)
        present.desa = group.desa
        sheets.append(present)
    KroscekSheet.objects.bulk_create(made)
    return sheets


def log_print(sheets: Sequence[KroscekSheet], *, purpose: str, whole_numbers: bool, by: User, url: str = "") -> None:
    """Paper that leaves the office with names on it is in the read log; whole numbers say so."""
    first = sheets[0]
    place = first.place if len(sheets) == 1 else f"{len(sheets)} desa"
    numbers = "NIK lengkap" if whole_numbers else "NIK disamarkan"
    subject = f"Lembar kroscek {first.round} {place}, {sum(s.families for s in sheets)} keluarga, {numbers}"
    log_read(ReadKind.EXPORT, by=by, subject=subject, purpose=purpose, url=url)


def order(the_round: Round, kecamatan: Kecamatan, *, purpose: str, whole_numbers: bool, by: User) -> Download:
    """All desa of a kecamatan as one PDF in the background; it comes to the download centre."""
    numbers = "NIK lengkap" if whole_numbers else "NIK disamarkan"
    return downloads.ask(
        SHEETS_JOB,
        {"round": the_round.pk, "kecamatan": kecamatan.pk, "whole_numbers": whole_numbers},
        title=f"Lembar kroscek {the_round} Kec. {kecamatan}, {numbers}",
        purpose=purpose,
        by=by,
    )


def sheet_of(code: str, the_round: Round, desa: Desa) -> KroscekSheet | None:
    """The sheet whose code somebody typed or scanned; DomainError when it belongs elsewhere."""
    written = code.strip().upper().replace(" ", "")
    if not written:
        return None
    found = KroscekSheet.objects.filter(code=written).select_related("desa", "round").first()
    if found is None:
        raise DomainError(f"Kode lembar {code.strip()[:20]} tidak dikenal. Lihat kode di kaki lembar.")
    if (found.round_id, found.desa_id) != (the_round.pk, desa.pk):
        raise DomainError(f"Kode {written} milik lembar {found.round}, {found.place}, bukan {desa.name}.")
    return found


@transaction.atomic
def keep_scan(
    the_round: Round, desa: Desa, *, upload: UploadedFile, by: User, code: str = "", note: str = ""
) -> KroscekScan:
    """Keep the signed sheet of a desa (PDF, JPEG or PNG by its content); the same scan is kept once."""
    sheet = sheet_of(code, the_round, desa)
    Round.objects.select_for_update(no_key=True).get(pk=the_round.pk)
    stored = files.store(upload, by=by, allowed=SCAN_KINDS)
    already = KroscekScan.objects.filter(round=the_round, desa=desa, sha256=stored.sha256).select_related("by").first()
    if already is not None:
        files.discard(stored)
        raise DomainError(f"Berkas yang sama sudah diunggah {already.by} untuk {desa.name}.")
    return KroscekScan.objects.create(
        round=the_round,
        desa=desa,
        sheet=sheet,
        file=stored,
        sha256=stored.sha256,
        note=" ".join(note.split())[:300],
        by=by,
    )
