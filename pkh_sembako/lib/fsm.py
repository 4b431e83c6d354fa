"""Reading a row with a protected state anew, safe among threads.

django_fsm's own mixin lifts the protection from the field, which every thread of the process shares: of two requests
that read anew at once one met it lifted and put back by the other, and failed with "Direct state modification is not
allowed" (tests/programs/kks/test_read_anew.py). Here only the row itself forgets its state for a moment.
"""

from typing import Any

from django.db import models
from django_fsm import FSMFieldMixin


class FSMModelMixin(models.Model):
    """A model whose FSMField is protected and can be read anew."""

    _forgotten: dict[str, Any] = {}  # states that are about to be read, by field

    class Meta:
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        fields = [field.attname for field in self._meta.concrete_fields if isinstance(field, FSMFieldMixin)]
        self._forgotten = {name: self.__dict__.pop(name) for name in fields if name in self.__dict__}
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            for name, state in self._forgotten.items():
                self.__dict__.setdefault(name, state)  # was not among the fields asked for, or the row is gone
            del self._forgotten

    def get_deferred_fields(self) -> set[str]:
        """A forgotten state is one to be read, not one that was left out."""
        return super().get_deferred_fields() - self._forgotten.keys()
