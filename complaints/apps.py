from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"

    def ready(self) -> None:
        """Deadlines, families and cards, which stand below, learn who hears and where complaints are shown."""
        from complaints import beside, sight

        beside.offer()
        sight.offer()
