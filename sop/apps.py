from django.apps import AppConfig


class SopConfig(AppConfig):
    name = "sop"

    def ready(self) -> None:
        """The documents, which stand below, learn which cycles use a letter."""
        from sop import letter_uses

        letter_uses.offer()
