from django.urls import path

from pkh_sembako.accounts.views import session

urlpatterns = [
    path("masuk/", session.login, name="login"),
    path("keluar/", session.logout, name="logout"),
    path("kata-sandi/", session.own_password, name="own_password"),
]
