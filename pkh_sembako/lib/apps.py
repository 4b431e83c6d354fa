from django.apps import AppConfig


class LibConfig(AppConfig):
    """No models; installed for its template tags."""

    name = "pkh_sembako.lib"
