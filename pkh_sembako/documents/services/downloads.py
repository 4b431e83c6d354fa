"""The download centre: files made in the background for one person, with a purpose, gone after a week."""

import hashlib
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import Download, StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError

KEPT = timedelta(days=7)
LEFTOVER_AFTER = 24 * 3600  # seconds: no transaction that writes a file is open that long


@transaction.atomic
def ask(kind: str, arguments: dict[str, Any], *, title: str, purpose: str, by: User) -> Download:
    """Order a file: a job of `kind` will make it. The order itself is in the read log with its purpose.

    The job gets `arguments` and {"download": id}. Asking for the same once more while the first is made gives that one.
    """
    purpose = " ".join(purpose.split())
    if not purpose:
        raise DomainError("Tulis untuk apa data ini diekspor.")
    download = Download(user=by, title=title, purpose=purpose[:200], expires_at=timezone.now() + KEPT)
    key = f"{by.pk}:{hashlib.sha256(title.encode()).hexdigest()[:32]}"
    download.job = jobs.enqueue(kind, arguments | {"download": str(download.pk)}, by=by, key=key)
    if already := Download.objects.filter(job=download.job).first():
        return already
    download.save(force_insert=True)
    log_read(ReadKind.EXPORT, by=by, subject=title, purpose=purpose)
    return download


def fulfil(download: Download, stored: StoredFile) -> bool:
    """Put the made file into the order; False when it has one already."""
    return bool(Download.objects.filter(pk=download.pk, file=None).update(file=stored))


def fetch(download: Download, *, by: User, url: str = "") -> tuple[StoredFile, bytes]:
    """The file of one's own order, logged; DomainError when it is not ready or has expired."""
    if download.expires_at <= timezone.now():
        raise DomainError("Berkas ini sudah kedaluwarsa dan dihapus. Buat ekspor baru.")
    if download.file is None:
        raise DomainError("Berkas ini belum selesai dibuat.")
    data = files.verified(download.file)
    log_read(ReadKind.DOWNLOAD, by=by, subject=download.title, purpose=download.purpose, url=url)
    return download.file, data


def expire(now: datetime) -> int:
    """Delete the files of orders that are over; the orders stay as a record. Returns how many files went."""
    over = StoredFile.objects.filter(
        pk__in=Download.objects.filter(expires_at__lte=now, file__isnull=False).values("file")
    )
    gone = 0
    for stored in over:
        with transaction.atomic():
            files.discard(stored)
        gone += 1
    return gone


def remove_leftovers() -> int:
    """Delete files that no row knows: a worker was killed between writing and commit. Returns how many."""
    removed = 0
    for path in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/*"):
        if time.time() - path.stat().st_mtime < LEFTOVER_AFTER:
            continue
        if not StoredFile.objects.filter(file=f"{path.parent.name}/{path.name}").exists():
            os.unlink(path)
            removed += 1
    return removed
