from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself: home page, health pages and the commands of contract.md."""

    name = "pkh_sembako"

    def ready(self) -> None:
        """Every process knows the broker, also the web server, which only sends hints."""
        import pkh_sembako.celery  # noqa: F401  models must be loaded first
