"""The administrator's page: the last results, and one more backup, drill or proof at the press of a button."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pkh_sembako.audit import chain
from pkh_sembako.audit.models import Job
from pkh_sembako.backup.models import BackupRun, RunKind
from pkh_sembako.deadlines.models import Notification
from tests.audit.test_chain import planted

FACTS = {"tables": 70, "rows": 12345, "files": 17, "lists": 2, "link": 99}


@pytest.fixture
def results(db) -> None:
    now = timezone.now()
    common = {"started_at": now - timedelta(hours=5, seconds=4), "finished_at": now - timedelta(hours=5)}
    BackupRun.objects.create(
        kind=RunKind.BACKUP, ok=True, file_name="cadangan-x.pkhb", size=3 << 20, facts=FACTS, **common
    )
    BackupRun.objects.create(kind=RunKind.DRILL, ok=False, reason="Berkas cadangan terpotong.", **common)


def test_the_page_shows_results_age_size_and_room(results, login, admin):
    page = login(admin).get("/cadangan/").content.decode()
    words = ("5 jam yang lalu", "Belum pernah berhasil", "Berhasil", "Gagal", "Berkas cadangan terpotong.", "3 MB")
    assert [word for word in (*words, "12.345 baris, 17 berkas", "Ruang kosong", "4,0 detik") if word not in page] == []


def test_an_empty_page_says_when_the_first_comes(login, admin):
    assert "Cadangan pertama dibuat malam ini." in login(admin).get("/cadangan/").content.decode()


def test_without_a_key_the_page_says_so_first(login, admin, settings):
    settings.BACKUP_KEY = b""
    assert "Kunci cadangan belum ada" in login(admin).get("/cadangan/").content.decode()


@pytest.mark.parametrize(("path", "kind"), [("sekarang", "backup.make"), ("uji", "backup.drill")])
def test_a_button_orders_one_job_and_the_page_follows_it(login, admin, path, kind):
    client = login(admin)
    for _ in range(2):
        assert client.post(f"/cadangan/{path}/").headers["Location"] == "/cadangan/"
    assert list(Job.objects.values_list("kind", "by")) == [(kind, admin.pk)]
    assert "data-kemajuan" in client.get("/cadangan/").content.decode()
    assert "data-kemajuan" in client.get("/cadangan/", headers={"HX-Request": "true"}).content.decode()
    Job.objects.update(state="done")
    ended = client.get("/cadangan/", headers={"HX-Request": "true"})
    assert (ended.status_code, ended.headers["HX-Redirect"]) == (204, "/cadangan/")


def test_the_chain_is_proven_at_the_press_of_a_button(login, admin):
    client = login(admin)
    page = client.post("/cadangan/rantai/", follow=True).content.decode()
    assert f"Rantai audit utuh: {chain.head().number} mata rantai" in page
    planted("DELETE FROM audit_chainlink WHERE number = 3")
    page = client.post("/cadangan/rantai/", follow=True).content.decode()
    assert "Rantai audit putus. Mata rantai no. 3 hilang." in page
    assert Notification.objects.get(user=admin).text == "Rantai audit putus. Mata rantai no. 3 hilang."


def test_it_is_the_administrators_page_alone(login, operator, inspektorat):
    assert [login(user).get("/cadangan/").status_code for user in (operator, inspektorat)] == [403, 403]
