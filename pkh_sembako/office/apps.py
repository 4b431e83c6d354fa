from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "pkh_sembako.office"
