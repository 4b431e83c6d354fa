from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        from programs import tasks  # noqa: F401 - models are loaded only now; registers what a job's kind does
