"""What a file can be told."""

from pkh_sembako.lib.errors import DomainError


class FileRefused(DomainError):
    """The whole file cannot be read; the argument is one Indonesian sentence for the officer."""
