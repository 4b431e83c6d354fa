"""The register of incidents: who may, the immediate measures, the letters, and what the database refuses."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from pkh_sembako.deadlines.models import Deadline, Notification
from pkh_sembako.deadlines.month import in_scope
from pkh_sembako.deadlines.queries import waiting_for
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.documents.models import Letter
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.privacy.models import Incident, IncidentEntry, IncidentScope
from pkh_sembako.privacy.queries.affected import Question
from pkh_sembako.privacy.services import incidents, letters
from tests.privacy.test_affected import reveal
from tests.privacy.test_requests import drop

pytestmark = pytest.mark.django_db


def whole(incident: Incident) -> Question:
    return Question(incident.starts, timezone.now() + timedelta(minutes=1), incident.user)


def test_it_has_a_number_and_seventy_two_hours_and_tells_only_who_leads(incident):
    deadline = Deadline.objects.get(subject=incident.clock_subject)
    assert incident.code == f"PDP-INS-{incident.found_at.year}-01"
    assert (deadline.outer_due, deadline.roles, deadline.rungs) == (
        incident.found_at + timedelta(hours=72), ["sekretaris", "kadis"], ["hampir", "lewat", "+7"],
    )  # fmt: skip


def test_only_who_leads_and_the_inspektorat_see_it_and_never_whose_account_it_is(incident, cast):
    eyes = {name for name, user in cast.items() if Incident.objects.visible_to(user).exists()}
    assert eyes == {"sekretaris", "kadis", "inspektorat"}
    about = incidents.Found(timezone.now(), incident.starts, timezone.now(), "Ekspor", "Log", cast["kadis"])
    other = incidents.record(about, by=cast["sekretaris"])
    assert not Incident.objects.visible_to(cast["kadis"]).filter(pk=other.pk).exists()
    with pytest.raises(DomainError, match="Pemilik akun yang diperiksa"):
        incidents.note(other, text="Tidak apa-apa.", by=cast["kadis"])
    with pytest.raises(DomainError, match="dicatat oleh orang lain"):
        incidents.record(about, by=cast["kadis"])


def test_sessions_end_and_the_account_closes_at_once(incident, ratri, kadis, sekretaris):
    for user in (ratri, ratri, kadis):
        Client().force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert incidents.end_sessions(incident, by=sekretaris) == 2
    assert Session.objects.count() == 1
    incidents.deactivate(incident, by=sekretaris)
    ratri.refresh_from_db()
    assert (ratri.is_active, ratri.history.first().history_user) == (False, sekretaris)
    with pytest.raises(DomainError, match="sudah nonaktif"):
        incidents.deactivate(incident, by=sekretaris)
    assert [entry.act for entry in incident.entries.all()] == ["found", "sessions", "deactivated"]


def test_two_drafts_say_what_when_how_and_what_is_done(incident, families, ratri, sekretaris):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/kk/")
    incidents.note(incident, text="Kata sandi diganti", by=sekretaris)
    scope = incidents.compute(incident, whole(incident), by=sekretaris)
    letters.draft(scope, by=sekretaris)
    persons, lembaga = Letter.objects.order_by("pk")
    assert persons.addressees != lembaga.addressees
    assert lembaga.rows == [{"wilayah": "Kec. Plaosan", "jumlah": "1", "keterangan": "2 orang"}]
    for words in ("Pasal 46", "Nomor KK; Nama dan alamat", "Kata sandi pendamping diketahui", "Kata sandi diganti"):
        assert words in persons.blocks["pembuka"], words
    assert ratri.full_name not in persons.blocks["pembuka"] + lembaga.blocks["pembuka"]
    assert letters.of(incident) == [persons, lembaga]


def test_it_is_told_closed_and_opened_again(incident, kadis):
    incidents.notify(incident, text="Surat 12 dan 13.", by=kadis)
    assert Deadline.objects.get(subject=incident.clock_subject).state == "closed"
    incidents.close(incident, text="Selesai.", by=kadis)
    with pytest.raises(DomainError, match="sudah berstatus"):
        incidents.notify(incident, text="Lagi.", by=kadis)
    assert incidents.reopen(incident, text="Ada berkas lain.", by=kadis).state == "open"


@pytest.mark.parametrize("change", [{"what": "lain"}, {"found_at": "2026-01-02T00:00Z"}, {"number": 9}, {"user": None}])
def test_what_was_found_stays(incident, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**change)
    drop("privacy_incident", "guard")
    harmless = {"number": 9}
    assert Incident.objects.filter(pk=incident.pk).update(**harmless) == 1


def test_lines_and_computations_stay_until_their_guard_is_dropped(incident, kadis):
    scope = incidents.compute(incident, whole(incident), by=kadis)
    entry = incident.entries.first()
    for model, pk, change in ((IncidentScope, scope.pk, {"persons": 0}), (IncidentEntry, entry.pk, {"note": "lain"})):
        with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
            model.objects.filter(pk=pk).update(**change)
        drop(model._meta.db_table, "immutable")
        assert model.objects.filter(pk=pk).update(**change) == 1


def test_a_line_of_whose_account_it_is_is_refused_by_the_database(incident, ratri):
    line = {"incident": incident, "number": 2, "act": "note", "from_state": "open", "to_state": "open", "by": ratri}
    with pytest.raises(IntegrityError, match="Pemilik akun"), transaction.atomic():
        IncidentEntry.objects.create(**line)
    drop("privacy_incidententry", "in_line")
    assert IncidentEntry.objects.create(**line).pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_neither_calendar_nor_bell_tells_whom_it_is_about(cast, time_machine):
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    now = timezone.now()
    found = incidents.Found(now, now - timedelta(days=1), now, "Ekspor", "Log", cast["kadis"])
    made = incidents.record(found, by=cast["sekretaris"])
    know = {name for name, user in cast.items() if in_scope(user).filter(subject=made.clock_subject).exists()}
    assert know == {"sekretaris", "inspektorat"}
    assert [row.subject for row in waiting_for(cast["kadis"])] == []
    time_machine.move_to("2026-12-28 09:00+07:00", tick=False)
    alerts.sweep(timezone.now())
    assert {each.user.username for each in Notification.objects.filter(text__contains=made.code)} == {"sekretaris"}
