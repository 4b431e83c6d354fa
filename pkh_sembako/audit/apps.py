from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pkh_sembako.audit"
