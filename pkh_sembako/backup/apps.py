from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "pkh_sembako.backup"
