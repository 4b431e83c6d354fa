from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself: home page, health pages and the commands of contract.md."""

    name = "pkh_sembako"
