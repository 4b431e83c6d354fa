"""F4: every kind of background work has a test that delivers it more than once. A new kind without one fails here."""

import importlib

import pytest
from django.db import connection

from pkh_sembako.audit import jobs
from pkh_sembako.celery import app
from tests.security.objects import build

# kind of job -> the test that delivers it again
JOBS = {
    "bnba.check": "tests.programs.bnba.test_jobs.test_a_check_delivered_twice_leaves_the_rows_of_one",
    "bnba.apply": "tests.programs.bnba.test_jobs.test_a_job_delivered_ten_times_is_done_once",
    "bnba.take_back": "tests.programs.bnba.test_jobs.test_a_withdrawal_delivered_ten_times_is_one_effect",
    "backup.make": "tests.backup.test_round_trip.test_a_backup_delivered_twice_is_one_file",
    "backup.drill": "tests.backup.test_round_trip.test_a_drill_delivered_twice_is_one_result",
    "ba.publish": "tests.programs.exports.test_publish.test_made_once_more_the_same_files_stay",
    "cycle.binder": "tests.sop.test_binder_job.test_delivered_twice_the_first_file_stays",
    "cycle.notices": "tests.sop.test_numbering.test_delivered_twice_each_letter_has_one_number",
    "siksng.compare": "tests.programs.siksng.test_comparing.test_a_comparison_delivered_twice_is_one_effect",
    "siksng.differences": "tests.programs.siksng.test_pages.test_a_workbook_delivered_twice_is_the_first_one",
    "kroscek.sheets": "tests.programs.test_sheets.test_delivered_twice_the_first_file_stays",
    "deadlines.morning": "tests.deadlines.test_digest.test_a_day_has_one_digest_a_person_whatever_is_delivered_twice",
    "kks.papers": "tests.programs.kks.test_schedule_papers.test_delivered_twice_the_first_file_stays",
    "kks.ba": "tests.programs.kks.test_berita_acara.test_delivered_twice_the_first_files_stay",
    "bank.data": "tests.programs.test_bank_data.test_delivered_twice_the_first_file_stays",
    "skm.report": "tests.complaints.test_skm_report.test_delivered_twice_the_first_files_stay",
    "poverty.read": "tests.programs.test_poverty_job.test_a_list_delivered_twice_is_read_once",
    "privacy.person": "tests.privacy.test_copy.test_delivered_twice_the_first_file_stays",
    "privacy.affected": "tests.privacy.test_affected.test_delivered_twice_the_first_list_stays",
    "complaints.list": "tests.complaints.test_desk_list.test_delivered_twice_the_first_file_stays",
    "complaints.lapor_apply": "tests.complaints.test_lapor.test_delivered_twice_each_report_is_there_once",
    "complaints.lapor_export": "tests.complaints.test_lapor.test_our_follow_up_goes_back_as_a_workbook",
    "complaints.reply_mail": "tests.complaints.test_replies.test_an_e_mail_delivered_twice_goes_out_once",
    "bnba.export": "tests.programs.exports.test_bnba.test_delivered_twice_the_first_file_stays",
}
RUNS_JOBS = "audit.run_job"  # tests/audit/test_jobs.py

app.loader.import_default_modules()
SWEEPS = sorted(name for name in app.tasks if not name.startswith("celery.") and name != RUNS_JOBS)


def test_every_kind_of_job_names_its_test():
    assert {kind for kind in jobs.handlers if not kind.startswith("test.")} == JOBS.keys()


@pytest.mark.parametrize("kind", JOBS)
def test_the_named_test_is_there(kind: str):
    module, _, name = JOBS[kind].rpartition(".")
    assert callable(getattr(importlib.import_module(module), name, None))


def state() -> dict[str, str]:
    """{table: hash of all its rows}."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{table}\" t"
            )
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def office(cast):
    return build(cast)


@pytest.mark.slow
def test_every_sweep_delivered_again_changes_nothing(office):
    for name in [*SWEEPS, *SWEEPS]:  # the second time some send what the first time others ordered
        app.tasks[name]()
    after_one = state()
    for name in [*SWEEPS, *reversed(SWEEPS)]:
        app.tasks[name]()
    assert {table for table, rows in state().items() if rows != after_one[table]} == set()
