"""The Celery tasks of the job table, where every kind of work arrives through `audit.run_job`, and of the chain."""

from celery import shared_task

from pkh_sembako.audit import chain, jobs


@shared_task(name="audit.run_job")
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name="audit.sweep")
def sweep() -> dict[str, int]:
    return jobs.sweep()


@shared_task(name="audit.note_head")
def note_head() -> bool:
    """The chain's head leaves the database every five minutes: what is cut afterwards is missed."""
    return chain.note_head()
