"""The pages: who opens what, refusals in words with typed text kept, and the password before a measure."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.privacy.models import DataRequest, Incident
from pkh_sembako.privacy.services import requests
from programs.services import families
from tests.privacy.test_affected import reveal
from tests.privacy.test_requests import scan

pytestmark = pytest.mark.django_db


def test_who_opens_the_desk_and_the_register(asked, incident, cast, login):
    request = asked()
    pages = {"/data-pribadi/": set(), request.get_absolute_url(): set(), incident.get_absolute_url(): set()}
    for name, user in cast.items():
        for url, opens in pages.items():
            if login(user).get(url).status_code == 200:
                opens.add(name)
    desk = {"operator", "sekretaris", "kadis", "inspektorat"}
    assert list(pages.values()) == [desk, desk, {"sekretaris", "kadis", "inspektorat"}]


def test_a_request_is_typed_taken_up_and_refused_in_words(mother, operator, login):
    client = login(operator)
    url = f"/data-pribadi/keluarga/{mother.household_id}/baru/"
    typed = {
        "kind": "akses", "member": mother.pk, "requester_name": mother.name, "channel": "whatsapp", "proof": "ktp",
        "received_at": "2026-01-05T09:00", "wish": "Mohon salinan data saya.",
    }  # fmt: skip
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Unggah pindaian bukti identitas" in refused.content.decode()
    assert "Mohon salinan data saya." in refused.content.decode()
    client.post(url, typed | {"proof_file": scan()})
    made = DataRequest.objects.get()
    client.post(f"{made.get_absolute_url()}siapkan/")
    empty = client.post(f"{made.get_absolute_url()}serahkan/", {})
    assert (empty.status_code, "Unggah tanda terima" in empty.content.decode()) == (422, True)
    client.post(f"{made.get_absolute_url()}tolak/", {"ground": "identitas", "reason": "KTP tidak cocok."})
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("refused", "KTP tidak cocok.")


def test_the_scan_is_opened_with_a_trace(asked, operator, login):
    request = asked(proof="kuasa", requester_name="Wakil Contoh", proof_file=scan("kuasa.pdf"))
    answer = login(operator).get(f"{request.get_absolute_url()}berkas/identitas/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert ReadLog.objects.get().subject == f"{request.code}: bukti identitas"


def test_the_trail_of_a_family_has_its_reveals_and_lists_alone(families, ratri, inspektorat, login):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/nik/")
    reveal(ratri, f"/keluarga/{families[1].pk}/tampilkan/nik/")
    log_read(ReadKind.LOOK_UP, by=ratri, subject="Di loket", purpose="Warga bertanya", url=f"/loket/{families[0].pk}/")
    url = f"/data-pribadi/keluarga/{families[0].pk}/"
    page = login(inspektorat).get(url).content.decode()
    assert "2 pembacaan langsung" in page
    narrowed = login(inspektorat).get(f"{url}?jenis=look_up").content.decode()
    assert ("1 pembacaan langsung" in narrowed, "Warga bertanya" in narrowed) == (True, True)
    assert login(ratri).get(url).status_code == 403


def test_a_measure_asks_for_the_password(incident, ratri, sekretaris, login):
    sekretaris.set_password("rahasia-kantor-2026")
    sekretaris.save()
    client, url = login(sekretaris), f"{incident.get_absolute_url()}nonaktif/"
    wrong = client.post(url, {"password": "keliru"})
    ratri.refresh_from_db()
    assert (wrong.status_code, ratri.is_active) == (422, True)
    client.post(url, {"password": "rahasia-kantor-2026"})
    ratri.refresh_from_db()
    assert not ratri.is_active


def test_an_incident_is_typed_computed_and_closed(families, ratri, kadis, login):
    reveal(ratri, f"/keluarga/{families[0].pk}/tampilkan/kk/")
    client = login(kadis)
    client.post("/data-pribadi/insiden/baru/", {
        "found_at": "2026-01-05T09:00", "starts": "2026-01-01T00:00", "ends": "2026-01-04T00:00", "user": ratri.pk,
        "what": "Kata sandi bocor", "how": "Laporan",
    })  # fmt: skip
    made = Incident.objects.get()
    window = {"user": ratri.pk, "starts": "2026-01-01T00:00", "ends": "2199-01-01T00:00"}
    client.post(f"{made.get_absolute_url()}hitung/", window)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Perhitungan 1: 2 orang dari 1 keluarga" in page
    wrong = client.post(f"{made.get_absolute_url()}hitung/", window | {"address": "kks"})
    assert (wrong.status_code, "Awalan alamat dimulai" in wrong.content.decode()) == (422, True)
    client.post(f"{made.get_absolute_url()}1/surat/")
    client.post(f"{made.get_absolute_url()}tutup/", {"text": "Tidak ada yang terbaca orang luar."})
    made.refresh_from_db()
    acts = list(made.entries.values_list("act", flat=True))
    assert (made.state, acts) == ("closed", ["found", "computed", "drafted", "close"])


def test_the_list_costs_the_same_for_one_and_for_many(asked, operator, login):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/data-pribadi/").status_code == 200
        return len(queries)

    client = login(operator)
    asked()
    client.get("/data-pribadi/")
    few = counted()
    for _ in range(5):
        requests.take_up(asked(), by=operator)
    assert counted() <= few + 1


def test_a_correction_leads_to_the_edit_with_its_number_as_reason(asked, mother, operator, login):
    request = requests.take_up(asked(kind="perbaikan"), by=operator)
    client, home = login(operator), mother.household
    edit = f"/keluarga/{home.pk}/ubah/?alasan={request.code}"
    assert edit.replace("&", "&amp;") in client.get(request.get_absolute_url()).content.decode()
    assert f'value="{request.code}"' in client.get(edit).content.decode()
    families.edit(home, {"phone": "081200000009"}, version=home.version, by=operator, reason=request.code)
    page = client.get(request.get_absolute_url()).content.decode()
    assert (f"Diperbaiki dengan alasan {request.code}" in page, "081200000009" in page) == (True, True)
