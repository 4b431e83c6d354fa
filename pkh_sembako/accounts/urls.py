from django.urls import path

from pkh_sembako.accounts.views import conduct, people, second_factor, session, titles, work_areas

urlpatterns = [
    path("masuk/", session.login, name="login"),
    path("masuk/kode/", second_factor.second_factor_code, name="second_factor_code"),
    path("keamanan/", second_factor.second_factor_page, name="second_factor"),
    path("keamanan/pasang/", second_factor.second_factor_set_up, name="second_factor_set_up"),
    path("keamanan/kode-pemulihan/", second_factor.second_factor_codes, name="second_factor_codes"),
    path("keamanan/lepas/", second_factor.second_factor_off, name="second_factor_off"),
    path("kode-etik/", conduct.code_of_conduct, name="code_of_conduct"),
    path("kode-etik/ubah/", conduct.code_of_conduct_edit, name="code_of_conduct_edit"),
    path("keluar/", session.logout, name="logout"),
    path("kata-sandi/", session.own_password, name="own_password"),
    path("pengguna/", people.people_list, name="people"),
    path("pengguna/baru/", people.person_new, name="person_new"),
    path("pengguna/<int:pk>/", people.person, name="person"),
    path("pengguna/<int:pk>/ubah/", people.person_edit, name="person_edit"),
    path("pengguna/<int:pk>/kata-sandi/", people.person_password, name="person_password"),
    path("pengguna/<int:pk>/aktif/", people.person_active, name="person_active"),
    path("pengguna/<int:pk>/penempatan/", people.posting_new, name="posting_new"),
    path("penempatan/<int:pk>/", people.posting_edit, name="posting_edit"),
    path("pengguna/<int:pk>/langkah-kedua/", second_factor.second_factor_reset, name="second_factor_reset"),
    path("peran/", titles.role_titles, name="role_titles"),
    path("wilayah-kerja/", work_areas.work_area_list, name="work_areas"),
]
