"""Which column means what, where the file's own words do not say it."""

from collections.abc import Mapping

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from programs.enums import FileKind, FileState
from programs.importing.bnba import preview
from programs.importing.headers import FIELDS
from programs.importing.records import Preview, SheetInfo
from programs.models import BnbaFile, ColumnMapping
from programs.services.bnba import state

SENDER = "sender"  # of a file's options


def sender_key(sender: str) -> str:
    """A sender as it is compared: " Dinsos  Prov " and "dinsos prov" are one."""
    return " ".join(sender.split()).casefold()[:80]


def remembered(sender: str = "") -> dict[str, dict[int, str]]:
    """Mappings made by hand for earlier files of this sender ("" = of nobody in particular), by header signature.

    What one sender means by a title says nothing about another sender's.
    """
    rows = ColumnMapping.objects.filter(sender=sender_key(sender)).values_list("signature", "mapping")
    return {signature: {int(index): field for index, field in mapping.items()} for signature, mapping in rows}


def look(file: BnbaFile) -> Preview:
    """Sheets, headers, proposed mapping and first rows; FileRefused when the file cannot be opened."""
    return preview(file.stored.file.path, name=file.stored.name, mappings=remembered(file.options.get(SENDER, "")))


@transaction.atomic
def choose(
    file: BnbaFile,
    *,
    sheet: str = "",
    kecamatan: str = "",
    desa: str = "",
    kind: str = "",
    mapping: Mapping[int, str] | None = None,
    signature: str = "",
    by: User,
) -> BnbaFile:
    """Settle sheet, given region, kind and (when made by hand) the mapping, which is remembered (sender, header)."""
    file = state.locked_open(file)
    chosen = {int(index): field for index, field in (mapping or {}).items() if field}
    _refuse_nonsense(chosen)
    file.options = file.options | {"sheet": sheet, "kecamatan": kecamatan, "desa": desa}
    file.mapping = {str(index): field for index, field in chosen.items()}
    file.kind = FileKind(kind).value if kind else file.kind
    file.state, file.refusal = FileState.MAPPED, ""
    file.save()
    if chosen and signature:
        ColumnMapping.objects.update_or_create(
            sender=sender_key(file.options.get(SENDER, "")),
            signature=signature,
            defaults={"mapping": file.mapping, "by": by},
        )
    return file


def _refuse_nonsense(mapping: Mapping[int, str]) -> None:
    unknown = set(mapping.values()) - set(FIELDS)
    if unknown:
        raise DomainError(f"Isian {', '.join(sorted(unknown))} tidak dikenal.")
    twice = sorted({FIELDS[field] for field in mapping.values() if list(mapping.values()).count(field) > 1})
    if twice:
        raise DomainError(f"Dua kolom dipetakan ke isian yang sama: {', '.join(twice)}.")
    if mapping and not {"nik", "no_kk"} & set(mapping.values()):
        raise DomainError("Petakan paling sedikit satu kolom ke NIK atau No. KK.")


def likely_sheet(look_: Preview, name: str = "") -> SheetInfo | None:
    """The sheet the officer maps: the one named, else the first recognised, else the first."""
    named = [sheet for sheet in look_.sheets if sheet.name == name]
    recognised = [sheet for sheet in look_.sheets if sheet.layout]
    return next(iter([*named, *recognised, *look_.sheets]), None)
