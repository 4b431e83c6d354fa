"""What a load balancer and a watchman ask."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_healthz_asks_neither_database_nor_broker(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_readyz_names_each_part(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok"},
    )


def test_readyz_says_which_part_is_missing(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "gagal", "database": "ok", "migrations": "ok", "broker": "gagal"},
    )


def test_readyz_waits_for_migrations(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    assert client.get("/readyz").json()["migrations"] == "gagal"


def test_the_brand_colour_is_answered_once(client):
    first = client.get("/kantor/warna.css")
    again = client.get("/kantor/warna.css", headers={"If-None-Match": first["ETag"]})
    assert (first.content, again.status_code) == (b":root{--merek:#0b5394}\n", 304)
