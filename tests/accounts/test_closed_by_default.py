"""Nothing answers before the role question is asked."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_anonymous_is_sent_to_login_and_back(client: Client):
    response = client.get("/kata-sandi/?a=1")
    assert (response.status_code, response.url) == (302, "/masuk/?next=%2Fkata-sandi%2F%3Fa%3D1")


def test_a_form_sent_by_anonymous_is_not_named_as_the_way_back(client: Client):
    response = client.post("/kata-sandi/", {"old_password": "x"})
    assert (response.status_code, response.url) == (302, "/masuk/")


@pytest.mark.slow
def test_home_opens_for_everybody_of_the_cast(cast, login):
    assert {name: login(user).get("/").status_code for name, user in cast.items()} == dict.fromkeys(cast, 200)


def test_an_id_that_no_database_can_hold_is_no_id(apd, login):
    assert login(apd).get("/wilayah-kerja/a%00b/").status_code == 404
