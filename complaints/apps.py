from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"

    def ready(self) -> None:
        """What stands below learns who hears of complaints, where they are shown, and which answers letters carry."""
        from complaints import beside, sight, waiting
        from complaints.queries import replies

        beside.offer()
        sight.offer()
        replies.offer()
        waiting.offer()
