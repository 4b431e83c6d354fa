"""Writing the read log."""

from typing import Any

from pkh_sembako.audit import logs
from pkh_sembako.audit.models import ReadKind, ReadLog


def log_read(kind: ReadKind, *, by: Any, subject: str, purpose: str, url: str = "") -> ReadLog:
    """One row per reading of protected data; `subject` names the thing without identity numbers."""
    return ReadLog.objects.create(
        user=by,
        kind=kind,
        subject=logs.mask(subject)[:200],
        purpose=purpose[:200],
        url=url[:300],
        request_id=logs.request_id.get(),
    )
