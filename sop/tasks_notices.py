"""Background work: the letters of a cycle numbered and printed in one go."""

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job
from sop.services import numbering


@jobs.handler(numbering.JOB)
def issue_letters(job: Job, progress: jobs.Progress) -> None:
    """Effect and end commit together."""
    numbering.issue(job, progress)
