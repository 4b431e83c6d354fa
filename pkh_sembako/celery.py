"""The background worker. Celery only carries the hint that a job waits; the job's row is the truth (audit.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pkh_sembako.settings")

app = Celery("pkh_sembako")
app.set_default()  # threads of the web server send hints too
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-jobs": {"task": "audit.sweep", "schedule": 20.0, "options": {"expires": 15}},
    "sweep-deadlines": {"task": "deadlines.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "send-mail": {"task": "deadlines.send_mail", "schedule": 60.0, "options": {"expires": 50}},
    "morning-digest": {"task": "deadlines.morning", "schedule": 60.0, "options": {"expires": 50}},
    "send-links": {"task": "sop.send_links", "schedule": 60.0, "options": {"expires": 50}},
    "follow-lists": {"task": "sop.follow_lists", "schedule": 60.0, "options": {"expires": 50}},
    "follow-vacancies": {"task": "sop.follow_vacancies", "schedule": 60.0, "options": {"expires": 50}},
    "close-silent": {"task": "complaints.close_silent", "schedule": 900.0, "options": {"expires": 600}},
    "sweep-public": {"task": "complaints.sweep_public", "schedule": 3600.0, "options": {"expires": 3000}},
    "note-head": {"task": "audit.note_head", "schedule": 300.0, "options": {"expires": 240}},
    "keep-backups": {"task": "backup.keep", "schedule": 900.0, "options": {"expires": 600}},
    "expire-downloads": {"task": "documents.expire_downloads", "schedule": 3600.0, "options": {"expires": 3000}},
}
