"""Users: create, change, deactivate. They are never deleted (the database refuses it)."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError


@transaction.atomic
def create(*, username: str, password: str, by: User, **fields: Any) -> User:
    """A new active user without posting; `fields`: full_name, email, phone."""
    user = User(username=username, **fields)
    user.set_password(_checked(password, user))
    return _saved(user, by)


@transaction.atomic
def change(user: User, *, by: User, **fields: Any) -> User:
    for name, value in fields.items():
        setattr(user, name, value)
    return _saved(user, by)


@transaction.atomic
def set_password(user: User, *, password: str, by: User) -> None:
    """A new password, told to its owner by the administrator; every session of the user ends."""
    user.set_password(_checked(password, user))
    _saved(user, by)


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """The user cannot log in any more; sessions end at their next request."""
    if user.pk == by.pk:
        raise DomainError("Anda tidak dapat menonaktifkan akun Anda sendiri. Minta administrator lain melakukannya.")
    administrators = set(_administrators().select_for_update().values_list("user_id", flat=True))
    if administrators == {user.pk}:
        raise DomainError("Ini satu-satunya administrator yang aktif. Tunjuk administrator lain lebih dahulu.")
    user.is_active = False
    _saved(user, by)


@transaction.atomic
def activate(user: User, *, by: User) -> None:
    user.is_active = True
    _saved(user, by)


def _administrators() -> QuerySet[Posting]:
    return Posting.objects.in_force().filter(role="admin", user__is_active=True)


def _checked(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    return password


def _saved(user: User, by: User) -> User:
    authored(user, by=by)
    user.save()
    return user
