"""From the office to one encrypted file and back: nothing is lost, and what is broken is never called a success."""

import json
import os
import resource
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, JobState
from pkh_sembako.backup import postgres, shelf, tasks
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.backup.sealed import read_header
from pkh_sembako.backup.services import orders
from pkh_sembako.deadlines.models import Notification
from tests.backup.conftest import names, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def ended(kind: RunKind) -> tuple[bool, str]:
    """How the newest of a kind ended, as its row says."""
    last = BackupRun.objects.filter(kind=kind).first()
    assert last is not None
    return last.ok, last.reason


def test_a_backup_restores_to_the_same_office(stored, admin):
    before = databases()
    assert run(RunKind.BACKUP).state == JobState.DONE
    made = BackupRun.objects.get()
    assert (made.file_name, made.size) == (names()[0], (shelf.folder() / names()[0]).stat().st_size)
    assert os.stat(shelf.folder() / names()[0]).st_mode & 0o777 == 0o600
    job = run(RunKind.DRILL)
    assert (job.state, job.message) == (JobState.DONE, "Uji pemulihan berhasil.")
    assert (job.result, job.result["files"]) == (made.facts, 3)
    assert databases() == before


def test_the_header_carries_the_head_of_the_chain_and_no_person(stored):
    run(RunKind.BACKUP)
    with (shelf.folder() / names()[0]).open("rb") as file:
        header, _ = read_header(file)
    assert header.keys() == {"made", "version", "job", "chain", "key", "salt"}
    assert header["chain"]["number"] == BackupRun.objects.get().facts["link"]


def test_a_wrong_key_a_cut_and_a_flipped_byte_fail_with_a_reason_and_tell_the_admin(stored, admin, settings):
    run(RunKind.BACKUP)
    path, whole, right = shelf.backups()[0], shelf.backups()[0].read_bytes(), settings.BACKUP_KEY
    settings.BACKUP_KEY = b"\7" * 32
    assert run(RunKind.DRILL).message.startswith("Kunci cadangan (BACKUP_KEY) bukan kunci")
    settings.BACKUP_KEY = right
    path.write_bytes(whole[:-1000])
    assert run(RunKind.DRILL).message.startswith("Berkas cadangan terpotong")
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    assert run(RunKind.DRILL).message.startswith("Berkas cadangan rusak")
    path.write_bytes(whole)
    assert run(RunKind.DRILL).state == JobState.DONE
    assert list(BackupRun.objects.filter(kind=RunKind.DRILL).order_by("id").values_list("ok", flat=True)) == [
        False,
        False,
        False,
        True,
    ]
    told = Notification.objects.filter(user=admin)
    assert (told.count(), told.filter(mail_to_send=True, url="/cadangan/").count()) == (3, 3)
    assert [name for name in databases() if "_uji_" in name] == []


def test_a_disk_without_room_is_refused_before_a_byte_is_written(stored, admin, settings):
    settings.BACKUP_MIN_FREE_MB = 10**9
    job = run(RunKind.BACKUP)
    assert (job.state, names()) == (JobState.FAILED, [])
    assert ended(RunKind.BACKUP) == (False, job.message)
    assert Notification.objects.get(user=admin).text == f"Pencadangan gagal. {job.message}"


def test_a_disk_that_fills_up_while_writing_leaves_nothing_behind(stored):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # no file of this process may grow beyond
    try:
        job = run(RunKind.BACKUP)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (job.state, job.message) == (JobState.FAILED, "Cadangan tidak dapat ditulis: File too large.")
    assert (names(), ended(RunKind.BACKUP)[0]) == ([], False)


def test_a_stored_file_that_is_gone_or_changed_is_never_a_success(stored):
    os.unlink(stored[0].file.path)
    os.chmod(stored[1].file.path, 0o600)
    with open(stored[1].file.path, "ab") as file:
        file.write(b"!")
    job = run(RunKind.BACKUP)
    assert (job.state, ended(RunKind.BACKUP)[0], shelf.backups()) == (JobState.FAILED, False, [])
    assert job.message.startswith("2 berkas tersimpan tidak dapat dicadangkan: 0.pdf (hilang), 1.pdf (berubah).")
    assert [name[:14] for name in names()] == [shelf.INCOMPLETE]


def test_without_a_key_nothing_is_made(stored, settings):
    settings.BACKUP_KEY = b""
    job = run(RunKind.BACKUP)
    assert (job.message, names()) == ("Kunci cadangan (BACKUP_KEY) belum diisi, jadi cadangan tidak dibuat.", [])


def test_without_a_backup_there_is_nothing_to_drill(cast):
    assert run(RunKind.DRILL).message == "Belum ada cadangan yang dapat diuji. Buat cadangan lebih dahulu."


def test_a_backup_delivered_twice_is_one_file(stored):
    job = run(RunKind.BACKUP)
    for _ in range(3):
        jobs.run(job.pk)
    assert (len(names()), BackupRun.objects.count()) == (1, 1)


def test_a_backup_killed_after_its_last_byte_is_not_made_again(stored):
    job = run(RunKind.BACKUP)
    BackupRun.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    jobs.run(job.pk)
    assert (len(names()), BackupRun.objects.get().file_name) == (1, names()[0])


def test_a_drill_delivered_twice_is_one_result(stored):
    run(RunKind.BACKUP)
    job = run(RunKind.DRILL)
    jobs.run(job.pk)
    assert BackupRun.objects.filter(kind=RunKind.DRILL).count() == 1


def test_two_ordered_at_once_are_one_backup(stored):
    ordered = []

    def work() -> None:
        job = orders.order(RunKind.BACKUP, by=None)
        ordered.append(job.pk)
        jobs.run(job.pk)
        connections.close_all()

    together = [threading.Thread(target=work) for _ in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert len(names()) == len(set(ordered)) == BackupRun.objects.count()


def test_while_another_process_writes_nothing_is_recorded_as_failed(stored):
    with shelf.alone("cadangan", ""):
        job = run(RunKind.BACKUP)
    assert (job.state, job.message) == (
        JobState.FAILED,
        "Pencadangan lain sedang berjalan. Tunggu sampai selesai.",
    )
    assert BackupRun.objects.count() == 0


def test_a_broken_chain_in_a_backup_fails_the_drill(stored):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE documents_storedfile SET name = 'lain.pdf' WHERE id = %s", [stored[0].pk])
        cursor.execute("SET session_replication_role = origin")
    run(RunKind.BACKUP)
    assert run(RunKind.DRILL).message.startswith("Rantai audit pada cadangan putus: Berkas tersimpan")


def test_the_commands_say_what_they_made_and_restored(stored, tmp_path, capsys):
    call_command("backup", "--json")
    assert json.loads(capsys.readouterr().out)["file"] == names()[0]
    call_command("restore_drill", "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is True
    target = tmp_path / "pulih"
    name = f"{connection.settings_dict['NAME']}_pulih"
    try:
        call_command("restore_drill", into=name, files=target)
        assert sorted(path.read_bytes() for path in target.rglob("*") if path.is_file()) == sorted(
            one.file.open().read() for one in stored
        )
        with postgres.connect(name) as restored:
            assert restored.execute("SELECT count(*) FROM documents_storedfile").fetchone() == (3,)
        with pytest.raises(CommandError, match="tidak kosong"):
            call_command("restore_drill", into=name, files=target)
        with pytest.raises(CommandError, match="sudah ada"):
            call_command("restore_drill", into=name, files=tmp_path / "lain")
    finally:
        postgres._drop(name)


def test_a_command_that_fails_says_why(stored, settings):
    settings.BACKUP_KEY = b""
    with pytest.raises(CommandError, match="belum diisi"):
        call_command("backup")


def test_a_cancelled_backup_leaves_nothing(stored):
    job = orders.order(RunKind.BACKUP, by=None)
    claimed = jobs.claim(job.pk)

    class Stopping(jobs.Progress):
        def say(self, *_args, **_named) -> None:
            raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        tasks.make(claimed, Stopping(claimed))
    assert (names(), BackupRun.objects.count()) == ([], 0)


def test_a_backup_of_an_older_version_restores_without_the_chain_being_judged_by_the_newer_list(stored):
    run(RunKind.BACKUP)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_later', now())")
    try:
        assert run(RunKind.DRILL).message == "Uji pemulihan berhasil."
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
