"""Files outside the web root: random name, type by content, size limit, SHA-256 when stored and again when served.

stored = files.store(request.FILES["berkas"], by=request.user)               # an upload: PDF, JPEG, PNG or XLSX
stored = files.keep(content, name="BNBA.xlsx", content_type=XLSX, by=user)   # something this application made
data = files.verified(stored)                                                # the bytes, proven unchanged
"""

import hashlib
import re
from collections.abc import Collection
from pathlib import PurePath
from typing import IO

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import content as contents
from pkh_sembako.lib.errors import DomainError

LARGEST_MB = 20
EVIDENCE = (contents.PDF, contents.JPEG, contents.PNG, contents.XLSX)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def store(upload: UploadedFile, *, by: User, allowed: Collection[str] = EVIDENCE) -> StoredFile:
    """Keep an upload whose content is one of `allowed`; DomainError says what is wrong with it."""
    if upload.file is None or not upload.size:
        raise DomainError("Berkas ini kosong. Pilih berkas yang berisi data.")
    if upload.size > LARGEST_MB * 1024 * 1024:
        size = f"{upload.size / 1024 / 1024:.1f}".replace(".", ",")
        raise DomainError(f"Berkas paling besar {LARGEST_MB} MB. Yang diunggah {size} MB.")
    kind = contents.sniff(upload.file)
    if kind not in allowed:
        names = " atau ".join(contents.LABELS[one] for one in allowed)
        raise DomainError(f"Isi berkas harus {names}. Berkas {plain_name(upload.name)} bukan itu atau rusak.")
    return keep(upload.file, name=upload.name or "berkas", content_type=kind, by=by)


def keep(content: IO[bytes], *, name: str, content_type: str, by: User | None) -> StoredFile:
    """Write `content` from its start under a random name and record its size and hash.

    When the surrounding transaction is rolled back the row is gone and nothing refers to the file any more;
    `downloads.expire` removes such leftovers.
    """
    content.seek(0)
    digest = hashlib.sha256()
    size = 0
    while chunk := content.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    stored = StoredFile(name=plain_name(name), content_type=content_type, size=size, sha256=digest.hexdigest(), by=by)
    stored.file.save(stored.name, File(content), save=False)
    stored.save(force_insert=True)
    return stored


def verified(stored: StoredFile) -> bytes:
    """The stored bytes; DomainError when they are gone or no longer those that were stored."""
    try:
        with stored.file.open("rb") as file:
            data = file.read()
    except OSError as error:
        raise DomainError(f"Berkas {stored.name} tidak ditemukan di penyimpanan. Hubungi administrator.") from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise DomainError(f"Berkas {stored.name} tidak lagi sama dengan yang disimpan. Hubungi administrator.")
    return data


def discard(stored: StoredFile) -> None:
    """Remove a file that nothing refers to; what a document or a step holds, the database keeps (PROTECT)."""
    path, storage = str(stored.file.name), stored.file.storage
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))


def plain_name(name: str | None) -> str:
    """The last part of a name without control characters, at most 160 characters, its extension kept."""
    bare = _UNPRINTABLE.sub("", PurePath((name or "").replace("\\", "/")).name).strip() or "berkas"
    stem, dot, extension = bare.rpartition(".")
    return f"{stem[: 159 - len(extension)]}.{extension}" if dot and len(extension) < 12 else bare[:160]
