"""What the domain refuses, in a sentence that may be shown to a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

FASTER = "Sudah ada yang bertindak lebih dahulu. Muat ulang halaman."


class DomainError(Exception):
    """A refusal with an Indonesian sentence; views show it, commands print it and exit 1."""

    @property
    def sentence(self) -> str:
        return str(self)


@contextmanager
def guards_in_words(taken: str = FASTER) -> Iterator[None]:
    """A transaction (or savepoint) whose refusal by the database becomes a DomainError.

    The triggers speak Indonesian themselves; `taken` is said where a constraint spoke, for somebody was faster then.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is None:
            raise DomainError(str(error)) from error
        raise DomainError(taken if diagnosis.constraint_name else diagnosis.message_primary) from error
