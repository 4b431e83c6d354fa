"""The two Celery tasks of the job table; every kind of work arrives through `audit.run_job`."""

from celery import shared_task

from pkh_sembako.audit import jobs


@shared_task(name="audit.run_job")
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name="audit.sweep")
def sweep() -> dict[str, int]:
    return jobs.sweep()
