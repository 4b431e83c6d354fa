from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "pkh_sembako.privacy"

    def ready(self) -> None:
        """What stands below learns who may hear of these clocks."""
        from pkh_sembako.privacy import sight  # models are ready only now

        sight.offer()
