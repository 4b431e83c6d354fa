from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "pkh_sembako.deadlines"
