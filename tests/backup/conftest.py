"""An office with committed rows and stored files, and backups of it made quickly."""

import io

import pytest

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from pkh_sembako.backup import shelf, tasks  # noqa: F401  registers the jobs
from pkh_sembako.backup.models import RunKind
from pkh_sembako.backup.services import orders
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.documents.services.content import PDF

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def backup_settings(settings):
    settings.BACKUP_KEY = KEY
    settings.BACKUP_MIN_FREE_MB = 1
    settings.BACKUP_KEEP = {"daily": 14, "weekly": 8, "monthly": 12}


@pytest.fixture
def stored(operator) -> list[StoredFile]:
    """Three stored files, one larger than a chunk."""
    contents = (b"%PDF-1", b"%PDF-2" * 10, b"%PDF-3" * 300_000)
    return [
        files.keep(io.BytesIO(content), name=f"{n}.pdf", content_type=PDF, by=operator)
        for n, content in enumerate(contents)
    ]


def run(kind: RunKind) -> Job:
    """Order a job and do it here; the job as it ended."""
    job = orders.order(kind, by=None)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def names() -> list[str]:
    """Everything that lies in the folder of the backups, locks left out."""
    return sorted(path.name for path in shelf.folder().iterdir() if not path.name.startswith("."))
