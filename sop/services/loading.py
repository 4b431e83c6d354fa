"""Definition files become immutable rows: a new version beside the old ones, never instead of them."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from pkh_sembako.lib.errors import DomainError
from sop import definition as definitions
from sop.definition import Definition
from sop.models import SopVersion, Step

FOLDER = Path(__file__).resolve().parent.parent / "definitions"


@transaction.atomic
def load_folder(folder: Path = FOLDER) -> list[SopVersion]:
    """Load what is new in the folder; the versions loaded. All or nothing: one broken file loads nothing."""
    return store(definitions.load_all(folder))


@transaction.atomic
def store(some: Sequence[Definition]) -> list[SopVersion]:
    """Write what is not yet loaded. The same again is nothing; other content under a used version is refused."""
    known = {(version.code, version.version): version.content_hash for version in SopVersion.objects.all()}
    loaded = []
    for each in some:
        before = known.get((each.kode, each.versi))
        if before is None:
            loaded.append(_write(each))
        elif before != each.content_hash:
            raise DomainError(
                f"SOP {each.kode} versi {each.versi} sudah dimuat dengan isi lain dan tidak dapat diubah."
                f" Naikkan “versi” di berkasnya menjadi {each.versi + 1} atau lebih."
            )
    return loaded


def _write(each: Definition) -> SopVersion:
    version = SopVersion.objects.create(
        code=each.kode,
        version=each.versi,
        name=each.nama,
        program=each.program,
        region=each.wilayah,
        zone=each.zona,
        in_force_from=each.berlaku_sejak,
        definition=each.as_data(),
        content_hash=each.content_hash,
    )
    Step.objects.bulk_create(
        Step(
            sop=version,
            no=step.no,
            kegiatan=step.kegiatan,
            lane=step.penanggung_jawab,
            roles=list(each.roles_of(step)),
            level=each.lane(step.penanggung_jawab).tingkat,
            checker=step.pemeriksa or "",
            unit=step.waktu.satuan,
            amount=step.waktu.jumlah,
            after=list(step.setelah),
            activities=list(step.aktivitas),
            checklist=list(step.kelengkapan),
            output=step.output,
            candidates_only=step.calon,
        )
        for step in each.langkah
    )
    return version
