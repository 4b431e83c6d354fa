"""What the domain refuses, in a sentence that may be shown to a person."""


class DomainError(Exception):
    """A refusal with an Indonesian sentence; views show it, commands print it and exit 1."""

    @property
    def sentence(self) -> str:
        return str(self)
