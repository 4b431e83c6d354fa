from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "pkh_sembako.leadership"
