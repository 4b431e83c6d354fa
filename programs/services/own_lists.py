"""Somebody keeps a filter of the list of families, or chooses its columns."""

from collections.abc import Collection

from django.db import transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from programs.models.own_lists import USUAL, Column, ListColumns, SavedFilter

MOST_SAVED = 20


@transaction.atomic
def save_filter(name: str, query: str, *, by: User) -> SavedFilter:
    """Keep the filter under the name; a name used before gets the new filter."""
    if not query:
        raise DomainError("Pilih paling sedikit satu saringan lebih dahulu. Kata pencarian tidak ikut disimpan.")
    User.objects.select_for_update().get(pk=by.pk)
    if by.saved_filters.exclude(name=name).count() >= MOST_SAVED:
        raise DomainError(f"Paling banyak {MOST_SAVED} saringan tersimpan. Hapus salah satu lebih dahulu.")
    saved, _ = SavedFilter.objects.update_or_create(user=by, name=name, defaults={"query": query})
    return saved


def choose_columns(columns: Collection[str], *, by: User) -> None:
    """Remember the columns in the list's own order."""
    chosen = [column.value for column in Column if column.value in columns]
    ListColumns.objects.update_or_create(user=by, defaults={"columns": chosen})


def columns_of(user: User) -> list[Column]:
    """The columns that this user sees (one query)."""
    chosen = ListColumns.objects.filter(user=user).values_list("columns", flat=True).first()
    return [column for column in Column if column in (USUAL if chosen is None else chosen)]
