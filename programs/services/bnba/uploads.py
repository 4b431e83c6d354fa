"""Receiving a file: looked at by content, stored under a random name, tied to its Round."""

import hashlib
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.core.files.base import File
from django.db import IntegrityError, transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.lib.errors import DomainError
from programs.enums import FileKind, Program
from programs.importing.guard import check_file
from programs.importing.sniff import kind_of
from programs.models import BnbaFile, Round
from programs.models.rounds import MAX_TAHAP

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


def round_of(program: str, tahun: int, tahap: int) -> Round:
    """The Round of that name; the first file or cycle that names it creates it."""
    if program not in Program.values:
        raise DomainError(f"Program {program!r} tidak dikenal; pilih pkh atau sembako.")
    if not 1 <= tahap <= MAX_TAHAP[Program(program)]:
        label = Program(program).label
        raise DomainError(f"Tahap {label} adalah 1 sampai {MAX_TAHAP[Program(program)]}. Yang ditulis {tahap}.")
    if not 2007 <= tahun <= 2100:
        raise DomainError(f"Tahun harus antara 2007 dan 2100. Yang ditulis {tahun}.")
    return Round.objects.get_or_create(program=program, tahun=tahun, tahap=tahap)[0]


@transaction.atomic
def upload(
    content: File,
    *,
    name: str,
    program: str,
    tahun: int,
    tahap: int,
    kind: str = "",
    sender: str = "",
    key: uuid.UUID | None = None,
    read_at_once: bool = False,
    by: User,
) -> BnbaFile:
    """Store a workbook or CSV; FileRefused when it is neither, or too large.

    The same `key` again gives the file of the first time; the same key with another content is refused.
    `sender`: whose file it is; mappings made by hand are remembered apart for each.
    `read_at_once`: the caller reads the file next, and the reader looks into it before anything else.
    """
    the_round = round_of(program, tahun, tahap)
    digest, size = _digest(content)
    if key and (known := BnbaFile.objects.filter(stored_id=key).select_related("stored").first()):
        return _same(known, digest)
    stored = StoredFile(name=_plain(name), size=size, sha256=digest, by=by, content_type="application/octet-stream")
    stored.pk = key or stored.pk
    stored.file.save("berkas", content, save=False)
    try:
        stored.content_type = _type_of(Path(stored.file.path), thorough=not read_at_once)
        with transaction.atomic():
            stored.save(force_insert=True)
    except IntegrityError:  # the same form arrived twice at once
        return _same(BnbaFile.objects.select_related("stored").get(stored_id=key), digest)
    except Exception:
        stored.file.delete(save=False)
        raise
    return BnbaFile.objects.create(
        round=the_round,
        stored=stored,
        kind=FileKind(kind).value if kind else "",
        options={"sender": sender.strip()} if sender.strip() else {},
        uploaded_by=by,
    )


def _type_of(path: Path, *, thorough: bool) -> str:
    """By content: its first bytes, or all that the guard asks of a file. FileRefused for what is neither."""
    with path.open("rb") as file:
        kind = kind_of(file.read(4096))
    return TYPES[check_file(path).kind if thorough or kind not in TYPES else kind]


def _same(known: BnbaFile, digest: str) -> BnbaFile:
    if known.stored.sha256 != digest:
        raise DomainError("Formulir ini sudah dipakai untuk berkas lain. Muat ulang halaman, lalu unggah lagi.")
    return known


def _digest(content: File) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    chunks: Iterable[bytes] = content.chunks()
    for chunk in chunks:
        sha.update(chunk)
        size += len(chunk)
    content.seek(0)
    return sha.hexdigest(), size


def _plain(name: str) -> str:
    """The file's own name without path and control characters, short enough to keep."""
    bare = "".join(letter for letter in Path(name.replace("\\", "/")).name if letter.isprintable()).strip()
    return (bare or "berkas")[-160:]
