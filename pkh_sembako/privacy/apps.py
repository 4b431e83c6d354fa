from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "pkh_sembako.privacy"
