"""People are never deleted: the database refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.accounts.models import User

pytestmark = pytest.mark.django_db


def remove(username: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user WHERE username = %s", [username])


def test_the_database_refuses_to_delete_a_person(db):
    User.objects.create(username="sementara")
    with pytest.raises(IntegrityError, match=r"^Pengguna tidak dapat dihapus, hanya dinonaktifkan\."):
        remove("sementara")


def test_without_the_guard_the_person_would_be_gone(db):
    User.objects.create(username="sementara")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user DISABLE TRIGGER keep_people")
    remove("sementara")
    assert User.objects.filter(username="sementara").count() == 0
