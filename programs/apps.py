from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        """The documents, which stand below, learn what letters may belong to."""
        from programs.exports import keputusan

        keputusan.offer()
