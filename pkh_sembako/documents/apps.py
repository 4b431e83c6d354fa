from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "pkh_sembako.documents"
