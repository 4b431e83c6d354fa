from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pkh_sembako.accounts"
