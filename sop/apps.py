from django.apps import AppConfig


class SopConfig(AppConfig):
    name = "sop"

    def ready(self) -> None:
        """Documents and deadlines, which stand below, learn which cycles use a letter and what waits in them."""
        from sop import letter_uses, waiting_all

        letter_uses.offer()
        waiting_all.offer()
